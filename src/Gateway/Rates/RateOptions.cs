namespace SessionShare.Gateway.Rates;

/// <summary>How many messages a connection may send. Section <c>Rates</c> of the configuration.</summary>
internal sealed class RateOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Rates";

    /// <summary>Appends a second from one sharer's connection; twice as many at once. Default 5000. Our own client joins output where it is refused.</summary>
    public int Appends { get; set; } = 5000;

    /// <summary>Other messages a second from one connection (input, sizes, acknowledgements, questions); twice as many at once. Default 1000.</summary>
    public int Signals { get; set; } = 1000;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Appends < 10)
            yield return $"{Section}:{nameof(Appends)} is {Appends}; it must be at least 10 a second.";
        if (Signals < 10)
            yield return $"{Section}:{nameof(Signals)} is {Signals}; it must be at least 10 a second.";
    }
}
