using System.Security.Cryptography;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Who is in a session beside the sharer. A gateway announces its own again when it watches anew; until then those that an earlier activation knew are away, so
/// that who comes back is known and finds a place.
/// </summary>
/// <param name="known">Who was in, by the stored state.</param>
/// <param name="now">They are away since then.</param>
internal sealed class Participants(IEnumerable<KnownParticipant> known, DateTimeOffset now)
{
    private readonly List<Entry> _entries = [.. known.Select(participant => new Entry(participant, now))];

    /// <summary>How many count against the limit; those away do.</summary>
    public int Count => _entries.Count;

    /// <summary>How many may type.</summary>
    public int Editors => _entries.Count(entry => entry.Role >= Role.Edit && entry.AwaySince is null);

    /// <summary>The roster's part of it, in order of joining.</summary>
    public ParticipantValue[] Roster() =>
        [.. _entries.Select(entry => new ParticipantValue(entry.Id, entry.Name, entry.Email, entry.Role, entry.AwaySince is not null, entry.Connection, entry.Size?.Columns ?? 0, entry.Size?.Rows ?? 0, entry.Request, entry.Since))];

    /// <summary>Whose edits of the draft were taken in, up to which.</summary>
    public IEnumerable<EditedValue> Edited() => _entries.Where(entry => entry.EditedThrough > 0).Select(entry => new EditedValue(entry.Id, entry.EditedThrough));

    /// <summary>Who asks for a role, in order of joining.</summary>
    public RequestValue[] Requests() =>
        [.. _entries.Where(entry => entry.Request != Role.None).Select(entry => new RequestValue(entry.Id, entry.Name, entry.Email, entry.Request))];

    /// <summary>Who is in, for the stored state.</summary>
    public IEnumerable<KnownParticipant> Known() =>
        _entries.Select(entry => new KnownParticipant(
            entry.Id, entry.SecretHash, entry.Name, entry.Email, entry.Role, entry.User, entry.Team, entry.HoldsLink, entry.Own, entry.Request, entry.Address, entry.Since));

    /// <summary>Whether <paramref name="call"/> names a participant who is here with another secret.</summary>
    public bool IsImpostor(JoinCall call) => Find(call.Participant) is { } entry && !AccessRules.SameSecret(entry.SecretHash, HashOf(call.Secret));

    /// <summary>Whether an earlier activation knew the participant, and it has not come back to this one.</summary>
    public bool IsHandedOver(string participant) => Find(participant) is { Connection.Length: 0 };

    /// <summary>Whether anyone is so.</summary>
    public bool Any(Predicate<Entry> isSo) => _entries.Exists(isSo);

    /// <summary>Does something to everyone.</summary>
    public void ForEach(Action<Entry> change) => _entries.ForEach(change);

    /// <summary>Drops those who have no role any more, and says who.</summary>
    public IReadOnlyList<Entry> DropRoleless() => Drop(entry => entry.Role == Role.None);

    /// <summary>The first end of what guests were granted; null when none ends.</summary>
    public DateTimeOffset? FirstEnd => _entries.Min(entry => entry.Own?.Until);

    /// <summary>The participant, connected or away; null when there is none.</summary>
    public Entry? Of(string participant) => Find(participant);

    /// <summary>Whether the participant is here, so that a join replaces its connection instead of adding one.</summary>
    public bool Knows(string participant) => Find(participant) is not null;

    /// <summary>Adds a participant, or replaces its connection.</summary>
    public Entry Admit(JoinCall call, Role role, bool holdsLink)
    {
        var entry = Find(call.Participant);
        if (entry is null)
            _entries.Add(entry = new Entry(call.Participant, HashOf(call.Secret)));

        entry.Name = call.User?.Name ?? GuestNameOf(call, entry.Name);
        if (entry.User != call.User?.User)
            (entry.Own, entry.Request) = (null, Role.None);
        (entry.User, entry.Email, entry.Team) = (call.User?.User, call.User?.Email, call.User?.Team);
        (entry.Role, entry.HoldsLink) = (role, holdsLink);
        entry.Request = role >= entry.Request ? Role.None : entry.Request;
        (entry.Gateway, entry.Address) = (call.Gateway, call.Address);
        entry.AwaySince = null;
        entry.Connection = call.Connection;
        entry.Since ??= call.At;
        entry.Size = null;
        return entry;
    }

    /// <summary>The participant, if that is the connection that stands.</summary>
    public Entry? Connected(string participant, string connection) =>
        Find(participant) is { } entry && entry.Connection == connection ? entry : null;

    /// <summary>A connection is gone. False when it was not the one that stands.</summary>
    public bool Leave(LeaveCall call, DateTimeOffset now)
    {
        if (Connected(call.Participant, call.Connection) is not { } entry)
            return false;
        if (call.ForGood)
            _entries.Remove(entry);
        else
            entry.AwaySince = now;
        return true;
    }

    /// <summary>A gateway's watch ended: those who came through it are away.</summary>
    public bool GatewayLeft(string gateway, DateTimeOffset now)
    {
        var changed = false;
        foreach (var entry in _entries)
        {
            if (entry.Gateway != gateway || entry.AwaySince is not null)
                continue;
            entry.AwaySince = now;
            changed = true;
        }

        return changed;
    }

    /// <summary>Drops those who have been away since before <paramref name="limit"/>, and says who.</summary>
    public IReadOnlyList<Entry> DropAwayBefore(DateTimeOffset limit) => Drop(entry => entry.AwaySince <= limit);

    /// <summary>When the first of those away went; null when all are here.</summary>
    public DateTimeOffset? FirstAway => _entries.Min(entry => entry.AwaySince);

    private List<Entry> Drop(Predicate<Entry> isSo)
    {
        var dropped = _entries.FindAll(isSo);
        if (dropped.Count > 0)
            _entries.RemoveAll(isSo);
        return dropped;
    }

    private static string HashOf(string secret) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private Entry? Find(string participant) => _entries.Find(entry => entry.Id == participant);

    /// <summary>A guest who comes back without giving a name keeps the one it had.</summary>
    private static string GuestNameOf(JoinCall call, string before) =>
        !string.IsNullOrWhiteSpace(call.GuestName) ? call.GuestName.Trim() : before.Length > 0 ? before : "Guest";

    /// <summary>One participant.</summary>
    internal sealed class Entry(string id, string secretHash)
    {
        public Entry(KnownParticipant known, DateTimeOffset awaySince)
            : this(known.Id, known.SecretHash) =>
            (Name, Email, Role, AwaySince, User, Team, HoldsLink, Own, Request, Address, Since) =
            (known.Name, known.Email, known.Role, awaySince, known.User, known.Team, known.HoldsLink, known.Own, known.Request, known.Address, known.Since);

        public string Id { get; } = id;

        /// <summary>SHA-256, base64, of what the participant comes back with.</summary>
        public string SecretHash { get; } = secretHash;

        public string Name { get; set; } = "";

        public string? Email { get; set; }

        /// <summary>Who is signed in; null for a guest.</summary>
        public string? User { get; set; }

        public string? Team { get; set; }

        /// <summary>It came with the link's secret of now.</summary>
        public bool HoldsLink { get; set; }

        /// <summary>What was granted to or taken from this guest, in place of the link rule's role.</summary>
        public RoleRuleValue? Own { get; set; }

        /// <summary>The role that it asks for.</summary>
        public Role Request { get; set; }

        public Role Role { get; set; }

        /// <summary>The person; null for a guest.</summary>
        public UserIdentity? Identity => User is null ? null : new UserIdentity(User, Name, Email!, Team);

        /// <summary>The IP address that it comes from.</summary>
        public string? Address { get; set; }

        /// <summary>Where it last typed, as the audit was told.</summary>
        public TypingPlace? TypedAt { get; set; }

        public string Gateway { get; set; } = "";

        public string Connection { get; set; } = "";

        public DateTimeOffset? AwaySince { get; set; }

        /// <summary>When it came in first, by its gateway's clock: a break of its connection does not count.</summary>
        public DateTimeOffset? Since { get; set; }

        /// <summary>Of its own terminal, as told on this connection.</summary>
        public TerminalSize? Size { get; set; }

        /// <summary>Highest number of its edits of the draft taken in; 0 when this grain knows of none.</summary>
        public long EditedThrough { get; set; }

        /// <summary>Highest number of its input taken in; 0 when this grain knows of none.</summary>
        public long TypedThrough { get; set; }
    }
}
