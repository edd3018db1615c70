using SessionShare.Protocol;

namespace SessionShare.Grains.Telemetry;

/// <summary>Reasons as they are measured: as the wire has them.</summary>
public static class ReasonNames
{
    private static readonly string[] Names = [.. Enum.GetValues<Reason>().Select(reason => char.ToLowerInvariant(reason.ToString()[0]) + reason.ToString()[1..])];

    /// <summary>The reason's name, <c>none</c> where nothing was refused.</summary>
    public static string Of(Reason? reason) => Names[(int)(reason ?? Reason.None)];
}
