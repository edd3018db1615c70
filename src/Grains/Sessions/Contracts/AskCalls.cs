using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="AskRequest"/>.</summary>
/// <param name="Id">Names it, over lost connections too; random, from the gateway or the client.</param>
/// <param name="User">Who is signed in; null: nobody.</param>
/// <param name="LinkSecret">The secret of the link.</param>
/// <param name="Role">What is asked for.</param>
/// <param name="Address">The IP address that it comes from.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.ask")]
public sealed record AskCall(
    [property: Id(0)] string Id,
    [property: Id(1)] UserIdentity? User,
    [property: Id(2)] string? LinkSecret,
    [property: Id(3)] Role Role,
    [property: Id(4)] string? Address);

/// <summary>What becomes of asking. Exactly one member is set; all but <see cref="Waits"/> are the last. See <see cref="AskItem"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.ask-event")]
public sealed record AskEvent
{
    /// <summary>The sharer is told.</summary>
    [Id(0)] public bool Waits { get; init; }

    /// <summary>A rule lets the person in now.</summary>
    [Id(1)] public Role? Granted { get; init; }

    /// <summary>It does not stand, or no more.</summary>
    [Id(2)] public RefusalValue? Refused { get; init; }

    /// <summary>The last event of this activation: ask again, another one answers.</summary>
    [Id(3)] public bool Moved { get; init; }
}
