namespace SessionShare.Bench;

/// <summary>What is measured, and with what.</summary>
/// <param name="Programs">Folder of the built programs.</param>
/// <param name="Megabytes">Size of the bulk, 10^6 bytes.</param>
/// <param name="Keys">Keys typed for the echo.</param>
/// <param name="Runs">Runs of each bulk.</param>
/// <param name="Only">The scenario to measure; null: those of the first table.</param>
/// <param name="Viewers">Of <c>slow-viewers</c>; of <c>people</c>, how many follow.</param>
/// <param name="Sessions">Of <c>idle</c>, one after the other.</param>
/// <param name="Seconds">Of <c>yes</c>.</param>
internal sealed record Arguments(string Programs, int Megabytes, int Keys, int Runs, string? Only, int Viewers, int[] Sessions, int Seconds)
{
    public static Arguments Parse(string[] args)
    {
        string Value(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : otherwise;
        return new(
            Path.GetFullPath(Value("--programs", "artifacts/current")),
            int.Parse(Value("--mb", "50")),
            int.Parse(Value("--keys", "1000")),
            int.Parse(Value("--runs", "3")),
            Value("--only", "") is { Length: > 0 } only ? only : null,
            int.Parse(Value("--viewers", "1000")),
            [.. Value("--sessions", "1000,10000").Split(',').Select(int.Parse)],
            int.Parse(Value("--seconds", "60")));
    }
}
