namespace SessionShare.Simulation;

/// <summary>How long things take on a network, by seed.</summary>
internal sealed class Weather(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Of one message: mostly none worth mentioning.</summary>
    public TimeSpan Delay() => _random.Next(100) switch
    {
        < 80 => TimeSpan.Zero,
        < 97 => TimeSpan.FromMilliseconds(_random.Next(1, 20)),
        _ => TimeSpan.FromMilliseconds(_random.Next(20, 400)),
    };

    /// <summary>Until one side of a cut wire notices.</summary>
    public TimeSpan Notice() => _random.Next(10) switch
    {
        < 4 => TimeSpan.Zero,
        < 8 => TimeSpan.FromMilliseconds(_random.Next(1, 2000)),
        _ => TimeSpan.FromSeconds(_random.Next(2, 30)),
    };
}
