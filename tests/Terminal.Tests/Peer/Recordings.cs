namespace SessionShare.Terminal.Tests.Peer;

/// <summary>What real programs wrote into a terminal of 80x24; recordings/record made them.</summary>
internal static class Recordings
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests/Terminal.Tests/recordings"), "*.out").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file))),
    ];
}
