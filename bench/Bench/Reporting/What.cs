namespace SessionShare.Bench;

/// <summary>Names of rows that goals are about.</summary>
internal static class What
{
    public const string EchoAtEditor = "key to its echo at the editor";
    public const string IdleWithBoth = "an idle session, a sharer and a viewer connected, heap";
    public const string IdleAlone = "an idle session, nobody connected, heap";

    public static string Paced(int viewers) => $"82 KB/s to {Count(viewers)}, from writing a line to having it";

    public static string Bulk(int viewers) => $"without loss to {Count(viewers)}";

    public static string LateJoin(int megabytes) => $"join of a full-screen program behind {megabytes} MB, until the screen is right";

    public static string Cut(string who) => $"{who}'s connection was cut, until new output";

    public static string Kill(string who) => $"server killed (-9) and started: {who}, from listening until new output";

    private static string Count(int viewers) => viewers == 1 ? "1 viewer" : $"{viewers} viewers";
}
