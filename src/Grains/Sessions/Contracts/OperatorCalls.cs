using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Answer to an operator: refused, or the session.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.inspect-answer")]
public sealed record InspectAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] InspectedSession? Session)
{
    /// <summary>Nobody could be asked.</summary>
    public static InspectAnswer Refuse(RefusalValue refused) => new(refused, null);
}

/// <summary>See <see cref="SessionDetails"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.inspected-session")]
public sealed record InspectedSession(
    [property: Id(0)] string Sharer,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] SharerState State,
    [property: Id(3)] EndedValue? Ended,
    [property: Id(4)] long Epoch,
    [property: Id(5)] long Attachment,
    [property: Id(6)] long Bytes,
    [property: Id(7)] long HeldBytes,
    [property: Id(8)] TimeSpan? CommitTime,
    [property: Id(9)] long FailedWrites,
    [property: Id(10)] ParticipantValue[] Participants,
    [property: Id(11)] int Rules,
    [property: Id(12)] Role Team,
    [property: Id(13)] Role Link,
    [property: Id(14)] DateTimeOffset? HistoryEndsAt)
{
    /// <summary>As it goes over the wire.</summary>
    public SessionDetails ToWire(string session) => new(
        session,
        Sharer,
        StartedAt,
        State,
        Ended?.ToWire(),
        Epoch,
        Attachment,
        Bytes,
        HeldBytes,
        CommitTime?.TotalSeconds,
        FailedWrites,
        [.. Participants.Select(participant => new SessionParticipant(participant.Name, participant.Email, participant.Role, participant.Away))],
        Rules,
        Team,
        Link,
        HistoryEndsAt);
}
