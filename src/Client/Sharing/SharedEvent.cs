using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What happens to a shared session. A closed union: one of the nested records.</summary>
public abstract record SharedEvent
{
    private SharedEvent()
    {
    }

    /// <summary>A participant typed: write the bytes to the terminal. Comes once per input, in order per participant.</summary>
    /// <param name="Participant">Id of the participant, as in the roster.</param>
    /// <param name="Bytes">At most <see cref="WireLimits.TypeBytes"/>.</param>
    public sealed record Typed(string Participant, ReadOnlyMemory<byte> Bytes) : SharedEvent;

    /// <summary>
    /// A participant runs the draft: type <paramref name="Text"/> at the prompt and enter it, or don't, and say which (<see cref="SharedSession.RunAnswered"/>). Comes once per run.
    /// </summary>
    /// <param name="Number">Names the run.</param>
    /// <param name="Participant">Id of the participant, as in the roster.</param>
    /// <param name="Person">Who that is.</param>
    /// <param name="Text">Of one or more lines.</param>
    public sealed record RunAsked(long Number, string Participant, Person Person, string Text) : SharedEvent;

    /// <summary>That run is not to happen any more, if it has not.</summary>
    public sealed record RunTakenBack(long Number) : SharedEvent;

    /// <summary>Who is here now. State, not change: unread ones are replaced by newer ones.</summary>
    public sealed record RosterChanged(Roster Roster) : SharedEvent;

    /// <summary>What participants show just now, by their ids: what they point at, whether they write the draft. State, not change: unread ones are replaced by newer ones.</summary>
    public sealed record PresenceChanged(IReadOnlyDictionary<string, PresenceState> Shown) : SharedEvent;

    /// <summary>The link is another one: the one before lets nobody in any more. Unread ones are replaced by newer ones.</summary>
    public sealed record LinkRenewed(string Link) : SharedEvent;

    /// <summary>A viewer needs a keyframe: call <see cref="SharedSession.Keyframe"/> where <see cref="SharedSession.IsKeyframeDue"/>.</summary>
    public sealed record KeyframeWanted : SharedEvent;

    /// <summary>Something the person should know; reason <see cref="Reason.None"/>: it no longer holds. Unread ones are replaced by newer ones.</summary>
    public sealed record Noticed(Notice Notice) : SharedEvent;

    /// <summary>The connection is lost and is being made again; output is kept meanwhile.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record Reconnecting(string Why) : SharedEvent;

    /// <summary>Connected again.</summary>
    public sealed record Connected : SharedEvent;

    /// <summary>The session is over, or is another process's (<see cref="Reason.OwnershipLost"/>). The last event.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Text">The sentence for a person.</param>
    public sealed record Ended(Reason Reason, string Text) : SharedEvent;
}
