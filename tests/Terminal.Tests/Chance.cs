using FsCheck;

namespace SessionShare.Terminal.Tests;

/// <summary>
/// Where the random tests start from: always the same place, so that no run fails by chance. <c>SOUP_SEED=random</c>, or any number, makes them
/// go elsewhere; what fails there says its number. What was found is in
/// <see cref="DifferentialTests"/>.
/// </summary>
internal static class Chance
{
    private const int Usual = 865184756;

    public static int Seed { get; } = Environment.GetEnvironmentVariable("SOUP_SEED") switch
    {
        null or "" => Usual,
        "random" => Random.Shared.Next(),
        var number => int.Parse(number),
    };

    /// <summary>For properties.</summary>
    public static Config Config { get; } = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd((ulong)Seed), null));

    /// <summary>SOUP_COUNT soups, or as many as usual.</summary>
    public static int Soups(int usual) => Count("SOUP_COUNT", usual);

    public static int Count(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var count) ? count : usual;
}
