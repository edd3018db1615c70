using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="ShareRequest"/>; <paramref name="User"/> is from the token, <paramref name="Address"/> the IP address that the sharer comes from.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.share")]
public sealed record ShareCall(
    [property: Id(0)] UserIdentity User,
    [property: Id(1)] long? Epoch,
    [property: Id(2)] string Title,
    [property: Id(3)] int Columns,
    [property: Id(4)] int Rows,
    [property: Id(5)] EmailRuleValue[] Allow,
    [property: Id(6)] Role Link,
    [property: Id(7)] TimeSpan? Keep = null,
    [property: Id(8)] IdleRuleValue? Idle = null,
    [property: Id(9)] bool Resume = false,
    [property: Id(10)] Role Team = Role.None,
    [property: Id(11)] DateTimeOffset? TeamUntil = null,
    [property: Id(12)] DateTimeOffset? LinkUntil = null,
    [property: Id(13)] string? Address = null,
    [property: Id(14)] string? Process = null,
    [property: Id(15)] long Attempt = 0,
    [property: Id(16)] bool Approves = false);

/// <summary>See <see cref="IdleRule"/>; null: as the server has it, zero: never.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.idle-rule")]
public sealed record IdleRuleValue([property: Id(0)] TimeSpan? Edit, [property: Id(1)] TimeSpan? End);

/// <summary>A person who is signed in.</summary>
/// <param name="User">Stable id, from the token's subject.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Verified address.</param>
/// <param name="Team">Team; null for none.</param>
/// <param name="Plan">The plan that the token names; null when it names none.</param>
/// <param name="Organization">The organization that the token names; null when it names none.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.user")]
public sealed record UserIdentity(
    [property: Id(0)] string User,
    [property: Id(1)] string Name,
    [property: Id(2)] string Email,
    [property: Id(3)] string? Team,
    [property: Id(4)] string? Plan = null,
    [property: Id(5)] string? Organization = null);

/// <summary>See <see cref="EmailRule"/>; with the moment of its end, UTC, null: not by itself.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.email-rule")]
public sealed record EmailRuleValue([property: Id(0)] string Email, [property: Id(1)] Role Role, [property: Id(2)] DateTimeOffset? Until = null);

/// <summary>A role, and the moment of its end, UTC; null: not by itself.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.role-rule")]
public sealed record RoleRuleValue([property: Id(0)] Role Role, [property: Id(1)] DateTimeOffset? Until = null);

/// <summary>See <see cref="Refusal"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.refusal")]
public sealed record RefusalValue([property: Id(0)] Reason Reason, [property: Id(1)] string Text, [property: Id(2)] long? Expected)
{
    /// <summary>The refusal with the reason's own sentence and an optional detail.</summary>
    public static RefusalValue Of(Reason reason, string? detail = null, long? expected = null)
    {
        var refusal = Refusal.Of(reason, detail, expected);
        return new(refusal.Reason, refusal.Text, refusal.Expected);
    }

    /// <summary>As it goes over the wire.</summary>
    public Refusal ToWire() => new(Reason, Text, Expected);
}

/// <summary>Answer to <see cref="ShareCall"/>: refused, or the rest.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.share-answer")]
public sealed record ShareAnswer(
    [property: Id(0)] RefusalValue? Refused,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Attachment,
    [property: Id(3)] long Next,
    [property: Id(4)] string LinkSecret,
    [property: Id(5)] LimitsValue? Limits,
    [property: Id(6)] RosterValue? Roster,
    [property: Id(7)] DateTimeOffset StartedAt,
    [property: Id(8)] int NextBlock)
{
    /// <summary>An answer that only refuses.</summary>
    public static ShareAnswer Refuse(RefusalValue refusal) => new(refusal, 0, 0, 0, "", null, null, default, 0);
}

/// <summary>See <see cref="SessionLimits"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.limits")]
public sealed record LimitsValue(
    [property: Id(0)] long SessionBytes,
    [property: Id(1)] long UserDayBytes,
    [property: Id(2)] int Participants,
    [property: Id(3)] int? Shares,
    [property: Id(4)] int GraceSeconds,
    [property: Id(5)] bool Rolls = false)
{
    /// <summary>As it goes over the wire.</summary>
    public SessionLimits ToWire() => new(SessionBytes, UserDayBytes, Participants, Shares, GraceSeconds, Rolls);
}

/// <summary>An encoded run of frames: see <see cref="FrameRun"/>. One gateway encodes, nobody copies.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.run")]
public sealed record RunValue(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long First,
    [property: Id(2)] int Count,
    [property: Id(3)] ReadOnlyMemory<byte> Bytes)
{
    private const int AroundBytes = 100;

    /// <summary>Bytes of memory that it takes where it is kept: its own, and those of the objects around them, which of a few characters are the most.</summary>
    public int Footprint() => Bytes.Length + AroundBytes;

    /// <summary>As the protocol has it.</summary>
    public FrameRun ToRun() => new(First, Count, Bytes);

    /// <summary>A run written under an epoch.</summary>
    public static RunValue Of(long epoch, FrameRun run) => new(epoch, run.First, run.Count, run.Bytes);
}

/// <summary>Frames to take in; <c>Run.Epoch</c> is the sharer's.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.append")]
public sealed record AppendCall([property: Id(0)] long Attachment, [property: Id(1)] RunValue Run);

/// <summary>Answer to <see cref="AppendCall"/>.</summary>
/// <param name="Refused">Null when everything was taken in.</param>
/// <param name="Through">Newest sequence that the session holds.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.append-answer")]
public sealed record AppendAnswer([property: Id(0)] RefusalValue? Refused, [property: Id(1)] long Through);

/// <summary>See <see cref="ControlRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.control")]
public sealed record ControlCall([property: Id(0)] long Epoch, [property: Id(1)] long Attachment, [property: Id(2)] long After);

/// <summary>See <see cref="EndRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.end")]
public sealed record EndCall(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Attachment,
    [property: Id(2)] long Last,
    [property: Id(3)] Reason Reason,
    [property: Id(4)] int? ExitCode);
