using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>A server said no. <see cref="Refusal"/> is the reason as it came over the wire; the message is its sentence.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Text)
{
    /// <summary>Why, with the sentence for a person.</summary>
    public Refusal Refusal { get; } = refusal;
}
