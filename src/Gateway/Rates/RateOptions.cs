namespace SessionShare.Gateway.Rates;

/// <summary>How many messages a connection may send, and how much guessing is borne. Section <c>Rates</c> of the configuration.</summary>
internal sealed class RateOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Rates";

    /// <summary>Appends a second from one sharer's connection; twice as many at once. Default 5000. Our own client joins output where it is refused.</summary>
    public int Appends { get; set; } = 5000;

    /// <summary>Other messages a second from one connection (input, sizes, acknowledgements, questions); twice as many at once. Default 1000.</summary>
    public int Signals { get; set; } = 1000;

    /// <summary>Requests a second to sign in, challenges included, of one address (of an IPv6 host: its /64); twice as many at once. Default 100.</summary>
    public int SignIns { get; set; } = 100;

    /// <summary>Refused sign-ins a minute of one address; beyond, the rest of the minute is refused unseen. Default 30.</summary>
    public int RefusedSignIns { get; set; } = 30;

    /// <summary>Refused joins a minute of one person, or, who is not signed in, of one address; beyond, the rest of the minute is refused unseen. Default 30.</summary>
    public int RefusedJoins { get; set; } = 30;

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (Appends < 10)
            yield return $"{Section}:{nameof(Appends)} is {Appends}; it must be at least 10 a second.";
        if (Signals < 10)
            yield return $"{Section}:{nameof(Signals)} is {Signals}; it must be at least 10 a second.";
        if (SignIns < 2)
            yield return $"{Section}:{nameof(SignIns)} is {SignIns}; it must be at least 2 a second.";
        if (RefusedSignIns < 3)
            yield return $"{Section}:{nameof(RefusedSignIns)} is {RefusedSignIns}; it must be at least 3 a minute.";
        if (RefusedJoins < 3)
            yield return $"{Section}:{nameof(RefusedJoins)} is {RefusedJoins}; it must be at least 3 a minute.";
    }
}
