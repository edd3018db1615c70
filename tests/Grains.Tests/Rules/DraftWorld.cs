using SessionShare.Client;
using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Protocol.Tests;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>
/// One session's rules and ten clients' copies of its draft, with a wire between them on which everything takes as long as the seed says: requests, answers and the stream, each in
/// its own order; cut at any moment.
/// </summary>
internal sealed class DraftWorld
{
    private const int Clients = 10;

    private readonly Random _random;
    private readonly SessionFixture _session = new();
    private readonly List<Peer> _peers = [];
    private readonly Dictionary<long, string> _texts = [];
    private Session _rules;
    private long _generation = 1;

    public DraftWorld(int seed)
    {
        _random = new Random(seed);
        _rules = _session.Share().Rules;
        for (var at = 0; at < Clients; at++)
        {
            var peer = new Peer($"p{at}", new UserIdentity($"u{at}", $"P{at}", $"p{at}@example.com", null));
            _peers.Add(peer);
            Allow(peer, Role.Edit);
            Connect(peer);
        }
    }

    /// <summary>Everyone's text, and the session's.</summary>
    public IEnumerable<string> Texts => [Draft.Text!, .. _peers.Select(peer => peer.Copy.Text)];

    public IEnumerable<long> Numbers => [Draft.Number, .. _peers.Select(peer => peer.Copy.Number)];

    public bool AllSettled => _peers.TrueForAll(peer => peer.Copy.IsSettled);

    /// <summary>Who is not where the session is, and why, for a failure's text.</summary>
    public string Behind => string.Join("; ", _peers.Where(peer => !peer.Copy.IsSettled || peer.Copy.Number != Draft.Number)
        .Select(peer => $"{peer.Id} at {peer.Copy.Number} of {Draft.Number}, told {peer.Told}, sent {peer.Sent}, next {peer.Copy.Next()}, from {peer.From}, must read {peer.Copy.MustRead}"));

    /// <summary>How often things happened that a plan must have had.</summary>
    public SortedDictionary<string, int> Happened { get; } = [];

    private DraftValue Draft => _rules.DraftSince(null);

    /// <summary>Something happens.</summary>
    /// <param name="gentle">Nothing that takes text from anybody: no deletions, roles, runs, crashes.</param>
    public void Step(bool gentle = false)
    {
        var peer = _peers[_random.Next(Clients)];
        switch (_random.Next(gentle ? 70 : 100))
        {
            case < 20:
                Edit(peer, gentle);
                break;
            case < 68:
                for (var times = 0; times < 6; times++)
                    Travel(_peers[_random.Next(Clients)]);
                break;
            case < 69:
                Cut(peer);
                break;
            case < 70 when _random.Next(4) == 0:
                Move(stores: gentle || _random.Next(2) == 0);
                break;
            case < 70:
                break;
            case < 80:
                Note(_random.Next(3) == 0 ? peer.Copy.Redo() : peer.Copy.Undo(), "undone");
                break;
            case < 86:
                Allow(peer, _random.Next(3) == 0 ? Role.View : Role.Edit);
                break;
            case < 94:
                Run(peer);
                break;
            default:
                AnswerRun();
                break;
        }

        Check();
    }

    /// <summary>Everybody may edit, and whatever is under way arrives.</summary>
    public void Settle()
    {
        _peers.ForEach(peer => Allow(peer, Role.Edit));
        for (var round = 0; round < 10_000; round++)
        {
            foreach (var peer in _peers)
            {
                Send(peer);
                Arrive(peer);
                Hear(peer);
                Told(peer);
            }

            Check();
            if (AllSettled && Numbers.Distinct().Count() == 1)
                return;
        }
    }

    private void Travel(Peer peer)
    {
        switch (_random.Next(5))
        {
            case 0:
                Send(peer);
                break;
            case 1:
                Arrive(peer);
                break;
            case 2:
                Hear(peer);
                break;
            default:
                Told(peer);
                break;
        }
    }

    private void Edit(Peer peer, bool gentle)
    {
        var text = peer.Copy.Text;
        if (text.Length > 300 && !gentle)
        {
            peer.Copy.Edit([new DraftChange(0, text.Length, "")]);
            return;
        }

        var changes = DraftPlan.Changes(_random, text);
        peer.Copy.Edit(gentle ? [new DraftChange(changes[0].From, changes[0].From, $"<{peer.Id}.{peer.Tokens++}>")] : changes);
        Note(true, "edited");
    }

    private static void Send(Peer peer)
    {
        if (peer.Up is not null || peer.Down is not null)
            return;
        if (peer.Copy.MustRead)
            peer.Up = new ReadDraftRequest(peer.Copy.Number);
        else if (peer.Copy.Number >= peer.From && peer.Copy.Next() is { } request && request.Edit != peer.Sent)
            peer.Up = request;
    }

    private void Arrive(Peer peer)
    {
        if (peer.Up is EditDraftRequest edit)
        {
            var answer = _rules.EditDraft(new EditDraftCall(peer.Id, peer.Connection, edit.Number, edit.Edit, [.. edit.Changes.Select(DraftChangeValue.Of)]), _session.Now);
            answer.Refused?.Reason.Should().BeOneOf([Reason.DraftMoved, Reason.RoleTooLow], answer.Refused.Text);
            peer.Down = (edit, new EditDraftReply(answer.Refused?.ToWire(), answer.Number));
            Note(answer.Refused is null, "taken");
            Note(answer.Refused?.Reason == Reason.DraftMoved, "moved");
            Note(answer.Refused?.Reason == Reason.RoleTooLow, "refused");
        }
        else if (peer.Up is ReadDraftRequest read)
        {
            var answer = _rules.ReadDraft(new ReadDraftCall(peer.Id, peer.Connection, read.After));
            peer.Down = (read, new ReadDraftReply(answer.Refused?.ToWire(), answer.Draft?.ToWire(), answer.Edited));
            Note(true, "read");
        }

        peer.Up = null;
    }

    private static void Hear(Peer peer)
    {
        if (peer.Down is not var (asked, reply))
            return;
        peer.Down = null;
        switch (reply)
        {
            case ReadDraftReply { Draft: { } draft } read:
                peer.Copy.TakeRead(draft, read.Edited, peer.Id);
                break;
            case EditDraftReply { Refused: null }:
                peer.Sent = ((EditDraftRequest)asked).Edit;
                break;
            case EditDraftReply { Refused.Reason: Reason.DraftMoved } moved:
                peer.From = moved.Number;
                peer.Copy.Moved();
                break;
            default:
                peer.Copy.Refused();
                break;
        }
    }

    /// <summary>The stream goes on: what this connection was not told yet, or a part of it.</summary>
    private void Told(Peer peer)
    {
        // A gateway keeps fewer edits than the session.
        var told = _rules.DraftSince(Draft.Number - peer.Told > 3 && _random.Next(2) == 0 ? null : peer.Told);
        if (told.Edits.Length > 1 && _random.Next(2) == 0)
            told = told with { Number = told.Edits[0].Number, Edits = told.Edits[..1] };
        if (peer.Told == told.Number && told.Text is null)
            return;
        peer.Told = told.Number;
        peer.Copy.Take(told.ToWire(), peer.Id);
        Note(told.Text is not null, "told whole");
    }

    /// <summary>The connection is lost, with what is under way: requests may have arrived, answers not.</summary>
    private void Cut(Peer peer)
    {
        if (_random.Next(2) == 0)
            Arrive(peer);
        Connect(peer);
        Note(true, "cut");
    }

    private void Connect(Peer peer)
    {
        peer.Connection = $"c{++peer.Connections}";
        (peer.Up, peer.Down, peer.From, peer.Sent) = (null, null, 0, 0);
        _rules.Join(JoinOf(peer.User, peer.Id, connection: peer.Connection, rejoin: true)).Refused.Should().BeNull();
        var present = Draft;
        peer.Told = present.Number;
        peer.Copy.Take(present.ToWire(), peer.Id);
    }

    /// <summary>Another activation goes on, with what was stored.</summary>
    private void Move(bool stores)
    {
        if (stores)
            _rules.KeepDraft();
        _rules = _session.Activate(new LogHead(++_generation, _generation, 0, 0, 0, null));
        _rules.SharerCame();
        _texts.Clear();
        _peers.ForEach(Connect);
        Note(stores, "handed over");
        Note(!stores, "crashed");
    }

    private void Allow(Peer peer, Role role) =>
        _rules.Change(new AccessCall(Ada, AccessVerb.Allow, peer.User.Email, Role: role), "secret", _session.Now).Refused.Should().BeNull();

    private void Run(Peer peer) =>
        Note(_rules.Run(new RunCall(peer.Id, peer.Connection, peer.Copy.Number), _session.Now) is null, "run");

    private void AnswerRun()
    {
        if (_rules.NewestRun is { IsWaiting: true } run)
        {
            var runs = _random.Next(2) == 0;
            _rules.RunAnswered(new RunAnsweredCall(_session.Epoch, _session.Attachment, run.Number, runs ? RunState.Ran : RunState.Refused, null));
            Note(!runs, "returned");
        }
    }

    /// <summary>A copy at a number that the session has had since it moved last has the session's text of that number, but for what it has not confirmed.</summary>
    private void Check()
    {
        _texts[Draft.Number] = Draft.Text!;
        foreach (var peer in _peers.Where(peer => peer.Copy.IsSettled && !peer.Copy.MustRead && _texts.ContainsKey(peer.Copy.Number)))
            peer.Copy.Text.Should().Be(_texts[peer.Copy.Number]);
    }

    private void Note(bool isSo, string what) => Happened[what] = Happened.GetValueOrDefault(what) + (isSo ? 1 : 0);

    private sealed class Peer(string id, UserIdentity user)
    {
        public string Id => id;

        public UserIdentity User => user;

        public DraftCopy Copy { get; } = new();

        public string Connection { get; set; } = "";

        public int Connections { get; set; }

        public int Tokens { get; set; }

        public object? Up { get; set; }

        public (object Asked, object Reply)? Down { get; set; }

        public long Told { get; set; }

        public long Sent { get; set; }

        public long From { get; set; }
    }
}
