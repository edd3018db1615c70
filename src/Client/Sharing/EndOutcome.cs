namespace SessionShare.Client;

/// <summary>How <see cref="SharedSession.End"/> went.</summary>
/// <param name="Durable">Every frame and the end are stored.</param>
/// <param name="UnsavedBytes">Encoded bytes that are not known to be stored; 0 when durable.</param>
/// <param name="Text">The sentence for a person.</param>
public sealed record EndOutcome(bool Durable, long UnsavedBytes, string Text);
