namespace SessionShare.Protocol.Tests;

internal static class Repository
{
    /// <summary>A file of the checkout that these tests were built in.</summary>
    public static string File(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "SessionShare.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No SessionShare.sln above the tests.");
        return Path.Combine(folder, path);
    }
}
