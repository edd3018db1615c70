namespace SessionShare.Gateway.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    public static string Document(string name) => Path.Combine(Root(), "docs", name);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SessionShare.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
