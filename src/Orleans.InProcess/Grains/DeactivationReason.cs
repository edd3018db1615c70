namespace Orleans;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>The silo stops.</summary>
    ShuttingDown = 1,

    /// <summary>Its constructor, its state or OnActivateAsync failed.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called it for its collection age.</summary>
    ActivationIdle = 4,

    /// <summary>A method failed in a way that makes its state doubtful.</summary>
    ApplicationError = 8,

    /// <summary>It asked for it: DeactivateOnIdle.</summary>
    ApplicationRequested = 9,
}

/// <summary>Why an activation ends, for people too.</summary>
public readonly struct DeactivationReason
{
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text) =>
        (ReasonCode, Exception, Description) = (code, exception, text);

    public string Description { get; }

    public DeactivationReasonCode ReasonCode { get; }

    public Exception? Exception { get; }

    public override string ToString() =>
        Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
}
