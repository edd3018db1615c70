namespace SessionShare.Terminal.Fuzz;

/// <summary>How long to go on.</summary>
/// <param name="Seed">The same seed makes the same inputs.</param>
/// <param name="Inputs">Inputs at least.</param>
/// <param name="Bytes">Bytes at least.</param>
public sealed record FuzzPlan(int Seed, long Inputs, long Bytes)
{
    /// <summary>--seed N --inputs N --bytes N; default: a random seed, 10 million inputs, 10^9 bytes.</summary>
    public static FuzzPlan Parse(string[] args)
    {
        long Value(string name, long otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? long.Parse(args[at + 1]) : otherwise;
        return new FuzzPlan((int)Value("--seed", Random.Shared.Next()), Value("--inputs", 10_000_000), Value("--bytes", 1_000_000_000));
    }
}
