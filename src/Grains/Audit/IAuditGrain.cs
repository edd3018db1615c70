using Orleans.Concurrency;
using SessionShare.Protocol;

namespace SessionShare.Grains.Audit;

/// <summary>One organization's audit of one UTC day, an append-only log; the key is <see cref="AuditDay.Key"/>.</summary>
[Alias("sessionshare.audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>
    /// Writes entries, in order; many callers' become durable together. Whoever gets no <see cref="AuditOutcome.Stored"/>, or no answer, sends the same entries
    /// again: they may then stand twice, under the same ids.
    /// </summary>
    [AlwaysInterleave]
    [Alias("append")]
    Task<AuditOutcome> Append(AuditValue[] entries);

    /// <summary>Entries behind a place, in order.</summary>
    [AlwaysInterleave]
    [Alias("read")]
    Task<AuditReadAnswer> Read(AuditQuery query);

    /// <summary>Deletes the day when its time is over.</summary>
    [Alias("due")]
    Task Due();
}

/// <summary>What became of entries.</summary>
public enum AuditOutcome
{
    /// <summary>They are durable.</summary>
    Stored = 0,

    /// <summary>They are not, as far as is known: try again.</summary>
    Later = 1,

    /// <summary>The day is over: they belong to the next.</summary>
    Over = 2,
}

/// <summary>What to read.</summary>
/// <param name="After">Entries behind this place; 0 from the day's start.</param>
/// <param name="Count">At most so many.</param>
/// <param name="Session">Of this session only; null: of all.</param>
/// <param name="Actor">By or about this user id or address only; null: all.</param>
/// <param name="Kind">Of this kind only; null: all.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.audit-query")]
public sealed record AuditQuery(
    [property: Id(0)] long After,
    [property: Id(1)] int Count,
    [property: Id(2)] string? Session = null,
    [property: Id(3)] string? Actor = null,
    [property: Id(4)] AuditKind? Kind = null)
{
    /// <summary>Whether that entry is asked for.</summary>
    public bool Asks(AuditValue entry) =>
        (Session is null || entry.Session == Session)
        && (Kind is null || entry.Kind == Kind)
        && (Actor is null || Is(entry.Actor) || Is(entry.Whom) || Is(entry.RanBy) || Array.Exists(entry.TypedBy, Is));

    private bool Is(AuditPersonValue? person) =>
        person is not null && (person.User == Actor || string.Equals(person.Email, Actor, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Answer to <see cref="AuditQuery"/>.</summary>
/// <param name="Failed">The store can't be reached; nothing else is said then.</param>
/// <param name="Entries">Those that were asked for.</param>
/// <param name="Next">Behind which place to go on.</param>
/// <param name="More">Whether there is more behind it now.</param>
/// <param name="IsOver">Whether the day gets no entries any more.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.audit-read-answer")]
public sealed record AuditReadAnswer(
    [property: Id(0)] bool Failed, [property: Id(1)] PlacedAuditValue[] Entries, [property: Id(2)] long Next, [property: Id(3)] bool More, [property: Id(4)] bool IsOver);

/// <summary>An entry and its place in the day.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.placed-audit")]
public sealed record PlacedAuditValue([property: Id(0)] long Place, [property: Id(1)] AuditValue Entry);
