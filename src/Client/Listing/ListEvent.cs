using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What happens to a person's sessions. A closed union: one of the nested records.</summary>
public abstract record ListEvent
{
    private ListEvent()
    {
    }

    /// <summary>All sessions at this moment: the first event, and again after each <see cref="Reconnecting"/>.</summary>
    public sealed record Present(MySessions Sessions) : ListEvent;

    /// <summary>An own session is there, or what is told of it has changed.</summary>
    /// <param name="Session">As it is now.</param>
    /// <param name="IsNew">It was not there before.</param>
    public sealed record Own(MySession Session, bool IsNew) : ListEvent;

    /// <summary>A session of another's is shared with this person, or what is told of it has changed.</summary>
    /// <param name="Session">As it is now.</param>
    /// <param name="IsNew">It was not there before: somebody has just shared it.</param>
    public sealed record Invited(InvitedSession Session, bool IsNew) : ListEvent;

    /// <summary>A session is in the lists no more.</summary>
    public sealed record Gone(SessionId Session) : ListEvent;

    /// <summary>A request of this person's for a role was answered.</summary>
    public sealed record Answered(AnsweredRequest Answer) : ListEvent;

    /// <summary>The connection is lost and is being made again. Comes once per loss.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record Reconnecting(string Why) : ListEvent;

    /// <summary>It is over: the sign-in is, or the server is gone for good. The last event.</summary>
    public sealed record Closed(Refusal Why) : ListEvent;
}
