using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Audit;

/// <summary>See <see cref="AuditEntry"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.audit-value")]
public sealed record AuditValue
{
    [Id(0)] public string Id { get; init; } = "";

    [Id(1)] public DateTimeOffset At { get; init; }

    [Id(2)] public AuditKind Kind { get; init; }

    [Id(3)] public string? Session { get; init; }

    [Id(4)] public AuditPersonValue? Actor { get; init; }

    [Id(5)] public string? Address { get; init; }

    [Id(6)] public AuditPersonValue? Whom { get; init; }

    /// <summary><see cref="Protocol.Role.None"/>, too, says something: that a rule is off.</summary>
    [Id(7)] public Role? Role { get; init; }

    [Id(8)] public DateTimeOffset? Until { get; init; }

    [Id(9)] public int? Block { get; init; }

    [Id(10)] public bool AtPrompt { get; init; }

    [Id(11)] public string? Command { get; init; }

    [Id(12)] public AuditPersonValue[] TypedBy { get; init; } = [];

    [Id(13)] public Reason? Reason { get; init; }

    [Id(14)] public string? Text { get; init; }

    [Id(15)] public long? Count { get; init; }

    [Id(16)] public AuditPersonValue? RanBy { get; init; }

    /// <summary>As it is stored and goes over the wire.</summary>
    public AuditEntry ToWire(string? position = null) => new(
        position,
        Id,
        At,
        Kind,
        Session,
        Actor?.ToWire(),
        Address,
        Whom?.ToWire(),
        Role,
        Until,
        Block,
        AtPrompt ? true : null,
        Command,
        TypedBy.Length == 0 ? null : [.. TypedBy.Select(person => person.ToWire())],
        RanBy?.ToWire(),
        Reason,
        Text,
        Count);

    /// <summary>As it was stored.</summary>
    public static AuditValue Of(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At,
        Kind = entry.Kind,
        Session = entry.Session,
        Actor = AuditPersonValue.Of(entry.Actor),
        Address = entry.Address,
        Whom = AuditPersonValue.Of(entry.Whom),
        Role = entry.Role,
        Until = entry.Until,
        Block = entry.Block,
        AtPrompt = entry.AtPrompt == true,
        Command = entry.Command,
        TypedBy = [.. (entry.TypedBy ?? []).Select(person => AuditPersonValue.Of(person)!)],
        RanBy = AuditPersonValue.Of(entry.RanBy),
        Reason = entry.Reason,
        Text = entry.Text,
        Count = entry.Count,
    };
}

/// <summary>See <see cref="AuditPerson"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.audit-person")]
public sealed record AuditPersonValue(
    [property: Id(0)] string? User,
    [property: Id(1)] string? Email,
    [property: Id(2)] string? Name = null,
    [property: Id(3)] bool Guest = false,
    [property: Id(4)] string? Participant = null)
{
    /// <summary>Who is signed in; a guest under a name where nobody is.</summary>
    public static AuditPersonValue Of(UserIdentity? user, string? guestName = null, string? participant = null) =>
        user is null ? new AuditPersonValue(null, null, guestName, true, participant) : new AuditPersonValue(user.User, user.Email, user.Name, false, participant);

    /// <summary>From the wire.</summary>
    public static AuditPersonValue? Of(AuditPerson? person) =>
        person is null ? null : new AuditPersonValue(person.User, person.Email, person.Name, person.Guest == true, person.Participant);

    /// <summary>As it goes over the wire.</summary>
    public AuditPerson ToWire() => new(User, Email, Name, Guest ? true : null, Participant);
}
