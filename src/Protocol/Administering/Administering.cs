namespace SessionShare.Protocol;

/// <summary>A live session, as operators see it: GET api/admin/sessions. Some seconds old.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Sharer">The sharer's address.</param>
/// <param name="StartedAt">Since when.</param>
/// <param name="State">Whether the sharer is connected.</param>
/// <param name="Bytes">Encoded bytes that its silo has taken in.</param>
/// <param name="Participants">Beside the sharer.</param>
public sealed record LiveSession(string Session, string Sharer, DateTimeOffset StartedAt, SharerState State, long Bytes, long Participants);

/// <summary>How a session runs: GET api/admin/sessions/{session}. Nothing of what is in it.</summary>
/// <param name="Ended">How it ended; null while it lives.</param>
/// <param name="Epoch">Processes of the sharer's so far.</param>
/// <param name="Attachment">Connections of the sharer's so far.</param>
/// <param name="Bytes">Payload bytes of its log, as limits count them.</param>
/// <param name="HeldBytes">Taken in and not yet stored.</param>
/// <param name="CommitSeconds">What a commit took, on the average, since it came to its silo; null: there was none.</param>
/// <param name="FailedWrites">Writes that failed since then.</param>
/// <param name="Participants">Who is in, beside the sharer.</param>
/// <param name="Rules">How many addresses are let in.</param>
/// <param name="Team">What the team's rule allows.</param>
/// <param name="Link">What the link allows.</param>
/// <param name="HistoryEndsAt">When what is kept of it is deleted; null while it lives, and when that was done.</param>
public sealed record SessionDetails(
    string Session,
    string Sharer,
    DateTimeOffset StartedAt,
    SharerState State,
    Ended? Ended,
    long Epoch,
    long Attachment,
    long Bytes,
    long HeldBytes,
    double? CommitSeconds,
    long FailedWrites,
    IReadOnlyList<SessionParticipant> Participants,
    int Rules,
    Role Team,
    Role Link,
    DateTimeOffset? HistoryEndsAt);

/// <summary>Who is in a session.</summary>
/// <param name="Name">Display name; a guest's is only claimed.</param>
/// <param name="Email">Address; null for a guest.</param>
/// <param name="Away">The connection is lost.</param>
public sealed record SessionParticipant(string Name, string? Email, Role Role, bool Away);

/// <summary>A person who has shared: GET api/admin/users.</summary>
/// <param name="Plan">The plan that counts where the token names none.</param>
/// <param name="SharesStarted">Sessions shared, ever.</param>
public sealed record KnownUser(string User, string Email, string Name, string Plan, long SharesStarted);

/// <summary>Body of POST api/admin/users/plan.</summary>
/// <param name="Plan"><c>unlimited</c>, <c>limited</c>; null: what the settings say.</param>
public sealed record PlanChange(string Email, string? Plan);

/// <summary>Body of POST api/admin/users/forget.</summary>
public sealed record ForgetUser(string Email);

/// <summary>What was forgotten.</summary>
/// <param name="Pseudonym">What the audit says in the place of the person.</param>
/// <param name="Sessions">Sessions of the person's that were deleted.</param>
/// <param name="Invitations">Sessions of others' whose rules named the person.</param>
public sealed record ForgottenUser(string Pseudonym, int Sessions, int Invitations);
