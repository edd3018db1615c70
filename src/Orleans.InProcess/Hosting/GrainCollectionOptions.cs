namespace Orleans.Configuration;

/// <summary>When idle activations end, and how long beginning and ending may take.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often activations are looked through for idle ones. Default 1 minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may go without a request. Default 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long reading state and OnActivateAsync may take together. Default 30 s.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ending activation may take, from the wish to end. Then it is left behind. Default 30 s.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
