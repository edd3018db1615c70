using SessionShare.Grains.Audit;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// What the audit is told. Each deed is noted in the turn in which it is done, and then stands
/// <code>
/// in the state      deeds that are stored themselves: the entry is stored in the same write, and told once it is
/// in the log        commands: told of by the rows of blocks, again where a new activation finds some that were not told of
/// in memory alone   refused joins, and who types where: lost with the activation, if it dies before they are told
/// </code>
/// until the audit says that it is durable there.
/// </summary>
internal sealed partial class Session
{
    /// <summary>Characters of a command line.</summary>
    private const int MostCommand = 4096;

    /// <summary>Participants that an entry names as having typed.</summary>
    private const int MostTypists = 20;

    /// <summary>Entries that the state holds.</summary>
    private const int MostInState = 200;

    /// <summary>Entries that memory holds.</summary>
    private const int MostInMemory = 1000;

    /// <summary>A session's age that is believed, ten years: its sharer's client says it.</summary>
    private const long MostMicroseconds = 10L * 366 * 86_400 * 1_000_000;

    /// <summary>How soon an ended session is woken that has something to tell.</summary>
    private static readonly TimeSpan AuditRetry = TimeSpan.FromMinutes(1);

    private readonly List<AuditValue> _notes = [];
    private readonly AuditTrail _trail = new(MostInMemory);
    private readonly List<AuditPersonValue> _typists = [];
    private readonly Dictionary<int, AuditPersonValue[]> _typedBefore = [];
    private int _notedBlock;
    private long _auditVersion;
    private long _stamped;
    private bool _toldOfLoss;

    /// <summary>Whether the audit is told anything.</summary>
    public bool IsAudited { get; init; } = true;

    /// <summary>Whether the audit knows all of it.</summary>
    public bool IsAuditTold => _notes.Count == 0 && _state.Audit.Count == 0 && _trail.IsEmpty;

    /// <summary>The first block that the audit may not know of; null: it knows of all.</summary>
    public int? FirstUntoldBlock => IsAudited && _state.AuditedBlock < Blocks.NewestNumber ? _state.AuditedBlock + 1 : null;

    /// <summary>Gives what was noted in this turn its name and time. True: entries begin to be lost.</summary>
    public bool StampNotes(string session, DateTimeOffset now)
    {
        if (_notes.Count == 0)
            return false;
        foreach (var note in _notes)
        {
            var id = note.Kind == AuditKind.Ran ? $"{session}.block.{note.Block}" : NewId(session, now);
            Keep(note with { Id = id, Session = session, At = note.At == default ? now : note.At });
        }

        _notes.Clear();
        var loses = _trail.Loses && !_toldOfLoss;
        _toldOfLoss = _trail.Loses;
        return loses;
    }

    /// <summary>What the audit is to be told now; empty: nothing.</summary>
    /// <param name="storedVersion">The newest version of the state that is stored: what is to become durable with it is not told before.</param>
    public AuditValue[] ToTell(string session, long storedVersion, DateTimeOffset now)
    {
        if (_state.Audit.Count > 0 && storedVersion >= _auditVersion)
            return [.. _state.Audit.Take(AuditTrail.BatchSize)];
        return _trail.IsEmpty ? [] : _trail.Next(NewId(session, now));
    }

    /// <summary>Those are durable in the audit.</summary>
    public void Told(AuditValue[] batch)
    {
        if (_state.Audit.Count > 0 && ReferenceEquals(_state.Audit[0], batch[0]))
        {
            _state.Audit.RemoveRange(0, batch.Length);
            StateVersion++;
            return;
        }

        _trail.Told(batch);
        foreach (var entry in batch)
        {
            // With the next write of the state; told twice it does no harm.
            if (entry is { Kind: AuditKind.Ran, Block: { } block } && block > _state.AuditedBlock)
                _state.AuditedBlock = block;
        }
    }

    /// <summary>Nobody will tell the audit what is left: nothing of the session is.</summary>
    /// <returns>How many entries that are.</returns>
    public int GiveUpAudit()
    {
        var lost = _notes.Count + _state.Audit.Count + _trail.Count;
        _notes.Clear();
        _state.Audit.Clear();
        return lost;
    }

    /// <summary>A command that is stored: the audit is told once, in order.</summary>
    public void NoteBlock(BlockRow row)
    {
        if (row.Number <= _notedBlock || row.Number <= _state.AuditedBlock)
            return;
        _notedBlock = row.Number;
        Note(new AuditValue
        {
            Kind = AuditKind.Ran,
            At = row.StartedAt is >= 0 and <= MostMicroseconds ? _state.StartedAt.AddMicroseconds(row.StartedAt) : default,
            Actor = AuditPersonValue.Of(_state.Owner),
            Block = row.Number,
            Command = row.Command is { Length: > MostCommand } command ? command[..MostCommand] : row.Command,
            RanBy = row.RanBy is { } runner ? new AuditPersonValue(null, runner.Email, runner.Name, runner.Email is null) : null,
            TypedBy = _typedBefore.Remove(row.Number, out var typists) ? typists : [],
        });
    }

    /// <summary>The sharer deletes the session.</summary>
    public void NoteDeletion() => Note(new AuditValue { Kind = AuditKind.Deleted, Actor = AuditPersonValue.Of(_state.Owner) });

    private static bool IsInState(AuditKind kind) => kind is not (AuditKind.Typed or AuditKind.Ran or AuditKind.JoinRefused);

    private void Note(AuditValue note)
    {
        if (IsAudited)
            _notes.Add(note);
    }

    private void Note(Participants.Entry entry, AuditKind kind, Role? role = null) =>
        Note(new AuditValue { Kind = kind, Actor = PersonOf(entry), Address = entry.Address, Role = role });

    private void Keep(AuditValue entry)
    {
        if (!IsInState(entry.Kind))
        {
            _trail.Add(entry);
        }
        else if (_state.Audit.Count < MostInState)
        {
            _state.Audit.Add(entry);
            _auditVersion = ++StateVersion;
        }
        else
        {
            _trail.Lose(entry.At);
        }
    }

    private void NoteShare(ShareCall call)
    {
        var isFirst = _state.Epochs.Count == 1;
        var (actor, address) = (AuditPersonValue.Of(call.User), call.Address);
        Note(new AuditValue { Kind = isFirst ? AuditKind.Shared : AuditKind.SharedOn, Actor = actor, Address = address, Text = _state.Title });
        if (!isFirst)
            return;
        foreach (var rule in _state.Allow)
            Note(new AuditValue { Kind = AuditKind.Allowed, Actor = actor, Address = address, Whom = new AuditPersonValue(null, rule.Email), Role = rule.Role, Until = rule.Until });
        if (_state.TeamRole != Role.None)
            Note(new AuditValue { Kind = AuditKind.TeamRule, Actor = actor, Address = address, Role = _state.TeamRole, Until = _state.TeamUntil });
        if (_state.LinkRole != Role.None)
            Note(new AuditValue { Kind = AuditKind.LinkRule, Actor = actor, Address = address, Role = _state.LinkRole, Until = _state.LinkUntil });
    }

    private void NoteChange(AccessCall call, AuditPersonValue? whom) => Note(new AuditValue
    {
        Kind = KindOf(call.Verb),
        Actor = AuditPersonValue.Of(call.User),
        Address = call.Address,
        Whom = whom ?? (call.Email is { } email ? new AuditPersonValue(null, email) : null),
        Role = GivesRole(call.Verb) ? call.Role : null,
        Until = GivesRole(call.Verb) && call.Role > Role.None ? call.Until : null,
    });

    private static bool GivesRole(AccessVerb verb) => verb is AccessVerb.Allow or AccessVerb.Team or AccessVerb.Link or AccessVerb.Grant;

    private void NoteEndedRules(DateTimeOffset now)
    {
        foreach (var rule in _state.Allow.Where(rule => rule.Until <= now))
            Note(new AuditValue { Kind = AuditKind.RuleEnded, Whom = new AuditPersonValue(null, rule.Email), Role = rule.Role });
        if (_state.TeamUntil <= now)
            Note(new AuditValue { Kind = AuditKind.RuleEnded, Text = "team", Role = _state.TeamRole });
        if (_state.LinkUntil <= now)
            Note(new AuditValue { Kind = AuditKind.RuleEnded, Text = "link", Role = _state.LinkRole });
        People.ForEach(entry =>
        {
            if (entry.Own?.Until <= now)
                Note(new AuditValue { Kind = AuditKind.RuleEnded, Whom = PersonOf(entry), Role = entry.Own!.Role });
        });
    }

    private void NoteGone(IReadOnlyList<Participants.Entry> gone)
    {
        foreach (var entry in gone)
            Note(entry, AuditKind.Left);
    }

    private void NoteTyping(Participants.Entry entry)
    {
        var place = Blocks.Place;
        if (place.AtPrompt && _typists.Count < MostTypists && !_typists.Exists(typist => typist.Participant == entry.Id))
            _typists.Add(PersonOf(entry));
        if (entry.TypedAt == place)
            return;
        entry.TypedAt = place;
        Note(new AuditValue
        {
            Kind = AuditKind.Typed,
            Actor = PersonOf(entry),
            Address = entry.Address,
            Block = place.Block > 0 ? place.Block : null,
            AtPrompt = place.AtPrompt,
        });
    }

    /// <summary>What was typed at the prompt belongs to the block that begins.</summary>
    private void BlockBegan()
    {
        if (_typists.Count > 0 && IsAudited)
            _typedBefore[Blocks.NewestNumber] = [.. _typists];
        _typists.Clear();
    }

    private string NewId(string session, DateTimeOffset now) => $"{session}.{now.UtcTicks:x}.{++_stamped}";

    private static AuditPersonValue PersonOf(Participants.Entry entry) => AuditPersonValue.Of(entry.Identity, entry.Name, entry.Id);

    private static AuditKind KindOf(AccessVerb verb) => verb switch
    {
        AccessVerb.Allow => AuditKind.Allowed,
        AccessVerb.Team => AuditKind.TeamRule,
        AccessVerb.Link => AuditKind.LinkRule,
        AccessVerb.Revoke => AuditKind.Revoked,
        AccessVerb.RevokeAll => AuditKind.RevokedAll,
        AccessVerb.Remove => AuditKind.Removed,
        AccessVerb.Grant => AuditKind.Granted,
        AccessVerb.Refuse => AuditKind.RequestRefused,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "A verb without an entry."),
    };
}
