namespace SessionShare.Protocol;

/// <summary>One item of what a signed-in person is told. Exactly one member is set. Each carries what is so now, so that hearing it twice is harmless.</summary>
public sealed record MeItem
{
    /// <summary>All my sessions at this moment. The first item of every stream.</summary>
    public MySessions? Present { get; init; }

    /// <summary>One of my own sessions is there, or what is told of it has changed.</summary>
    public MySession? Session { get; init; }

    /// <summary>A session of another person's that I am invited to is there, or what is told of it has changed.</summary>
    public InvitedSession? Invitation { get; init; }

    /// <summary>A session told before is in neither list any more: nothing is left of it to see, or I may not any more.</summary>
    public SessionId? Gone { get; init; }

    /// <summary>A request of mine for a role has its answer.</summary>
    public AnsweredRequest? Answered { get; init; }

    /// <summary>The stream ends here. The last item.</summary>
    public Refusal? Closed { get; init; }
}

/// <summary>What a person has: as GET api/sessions and GET api/invitations answer it.</summary>
/// <param name="Sessions">My own sessions.</param>
/// <param name="Invitations">Those of others that I am invited to.</param>
public sealed record MySessions(IReadOnlyList<MySession> Sessions, IReadOnlyList<InvitedSession> Invitations);

/// <summary>The answer to a request for a role.</summary>
/// <param name="Session">Where it was asked for.</param>
/// <param name="Title">That session's title.</param>
/// <param name="Role">My role there now.</param>
/// <param name="Granted">What was asked for was given; else it was refused.</param>
public sealed record AnsweredRequest(SessionId Session, string Title, Role Role, bool Granted);

/// <summary>Opens the stream.</summary>
/// <param name="Version"><see cref="WireLimits.ProtocolVersion"/>.</param>
public sealed record MeRequest(int Version);
