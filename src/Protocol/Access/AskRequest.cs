namespace SessionShare.Protocol;

/// <summary>Asks to be let into a session, by who holds its link and has no access.</summary>
/// <param name="Version"><see cref="WireLimits.ProtocolVersion"/>.</param>
/// <param name="Session">The session.</param>
/// <param name="LinkSecret">The secret of the link.</param>
/// <param name="Role"><see cref="Protocol.Role.View"/>, <see cref="Protocol.Role.Edit"/> or <see cref="Protocol.Role.Manage"/>.</param>
/// <param name="Ask">22 characters of base62 that the client chose: names the same asking after a lost connection.</param>
public sealed record AskRequest(int Version, SessionId Session, string? LinkSecret, Role Role, string Ask);

/// <summary>What becomes of asking. Exactly one member is set.</summary>
public sealed record AskItem
{
    /// <summary>True: it stands, and the sharer is told. First, where it stands.</summary>
    public bool? Waits { get; init; }

    /// <summary>Let in with that role: join. Last item.</summary>
    public Role? Granted { get; init; }

    /// <summary>The sharer said no, or it can't stand. Last item.</summary>
    public Refusal? Refused { get; init; }
}
