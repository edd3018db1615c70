namespace SessionShare.Protocol;

/// <summary>One entry of the audit: GET api/audit and GET api/audit/feed. Members that say nothing here are null.</summary>
/// <param name="Position">Where it stands, <c>2026-11-26/17</c>: the UTC day under which it was written, and its place in it.</param>
/// <param name="Id">Names it: one that was written twice has the same id twice.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Session">In which session.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Address">The IP address that the actor came from, as the gateway saw it.</param>
/// <param name="Whom">Whom it was done to.</param>
/// <param name="Role">The role asked for or given.</param>
/// <param name="Until">When that ends, UTC.</param>
/// <param name="Block">The number of a command.</param>
/// <param name="AtPrompt">True: typed at the prompt behind that command.</param>
/// <param name="Command">The command line, as the shell told it.</param>
/// <param name="TypedBy">Participants who typed at the prompt before the command ran.</param>
/// <param name="RanBy">Who of the others started the command, as the sharer's client says; null: the sharer.</param>
/// <param name="Reason">Why it was refused, or why it ended.</param>
/// <param name="Text">The session's title, or what was asked of the audit.</param>
/// <param name="Count">How many entries were lost.</param>
public sealed record AuditEntry(
    string? Position,
    string Id,
    DateTimeOffset At,
    AuditKind Kind,
    string? Session = null,
    AuditPerson? Actor = null,
    string? Address = null,
    AuditPerson? Whom = null,
    Role? Role = null,
    DateTimeOffset? Until = null,
    int? Block = null,
    bool? AtPrompt = null,
    string? Command = null,
    IReadOnlyList<AuditPerson>? TypedBy = null,
    AuditPerson? RanBy = null,
    Reason? Reason = null,
    string? Text = null,
    long? Count = null);

/// <summary>A person in an entry.</summary>
/// <param name="User">The user id of who is signed in.</param>
/// <param name="Email">Their address; or an address that a rule is about.</param>
/// <param name="Name">Display name; a guest's is only claimed.</param>
/// <param name="Guest">True: nobody signed in.</param>
/// <param name="Participant">The participant's id in the session.</param>
public sealed record AuditPerson(string? User = null, string? Email = null, string? Name = null, bool? Guest = null, string? Participant = null);

/// <summary>A page of the audit: GET api/audit.</summary>
/// <param name="Entries">In the order in which they were written.</param>
/// <param name="Next">Behind which position to go on: <c>after</c> of the next request.</param>
/// <param name="More">Whether there is more of that day by now.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string Next, bool More);
