namespace Orleans.Configuration;

/// <summary>How calls travel.</summary>
public abstract class MessagingOptions
{
    /// <summary>
    /// How long a caller waits for an answer before a <see cref="TimeoutException"/>. Default 30 s. Half of it is the longest that
    /// a pull of a quiet sequence stays with its grain.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <inheritdoc/>
public class SiloMessagingOptions : MessagingOptions;
