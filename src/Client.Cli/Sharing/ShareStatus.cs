using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What the sharer always sees. From any thread.</summary>
internal sealed class ShareStatus : IDisposable
{
    private readonly Lock _changing = new();
    private readonly TitleBoard _board;
    private readonly List<string> _asking = [];
    private Roster _roster;
    private IReadOnlyDictionary<string, PresenceState> _shown = new Dictionary<string, PresenceState>();
    private bool _connected = true;
    private string? _notice;
    private string? _over;
    private string? _asks;
    private string? _self;
    private bool _paused;
    private long _hidden;

    /// <param name="show">Sets the title.</param>
    /// <param name="line">Sets the line at the bottom; null: there is none.</param>
    public ShareStatus(Action<string> show, Roster roster, TimeProvider time, Action<string>? line = null)
    {
        (_board, _roster) = (new TitleBoard(show, time, line), roster);
        Ask(roster);
        Change(() => { });
    }

    /// <summary>The state in words.</summary>
    public string Text
    {
        get
        {
            lock (_changing)
                return OwnTitle.Of(Others, _connected, _notice, _over, _asks, _paused) + HiddenText;
        }
    }

    private string HiddenText => _hidden switch
    {
        0 => "",
        1 => " · 1 secret hidden",
        _ => $" · {_hidden} secrets hidden",
    };

    /// <summary>So many secrets were hidden from others.</summary>
    public void Hidden(long count) => Change(() => _hidden = count);

    /// <summary>How well blocks are known, in words.</summary>
    public string BlocksText { get; private set; } = "no commands told yet";

    public void Blocks(BlockQuality quality) => BlocksText = quality switch
    {
        BlockQuality.Rich => "each command is a block",
        BlockQuality.Basic => "blocks as the program's own marks say",
        _ => "all of it is one block",
    };

    /// <summary>No word of who comes and goes.</summary>
    public bool IsSilent { get; set; }

    public void Roster(Roster roster)
    {
        var news = PeopleNotes.Between(_roster, roster, _self);
        Change(() =>
        {
            _roster = roster;
            Ask(roster);
        });
        Note(news);
    }

    /// <summary>What the others show: what they point at, who writes the draft.</summary>
    public void Shown(IReadOnlyDictionary<string, PresenceState> shown) => Change(() => _shown = shown);

    /// <summary>Something that nobody waits for.</summary>
    public void Note(string? news)
    {
        if (news is not null && !IsSilent)
            _board.Note(news);
    }

    /// <summary>Which participant is this very terminal; null: none.</summary>
    public void Self(string? participant) => Change(() => _self = participant);

    /// <summary>Nothing is shown to others just now.</summary>
    public void Paused(bool paused) => Change(() => _paused = paused);

    /// <summary>Who has asked for longest, and has no answer; null: nobody.</summary>
    public Request? OldestRequest
    {
        get
        {
            lock (_changing)
                return _asking.Count == 0 ? null : Request.Of(_roster).First(request => request.Id == _asking[0]);
        }
    }

    public void Connected(bool connected) => Change(() => _connected = connected);

    public void Notice(Notice notice) => Change(() => _notice = notice.Reason == Reason.None ? null : notice.Text);

    /// <summary>What the sharer is asked just now; null: nothing.</summary>
    public void Asks(string? question) => Change(() => _asks = question);

    /// <summary>Sharing is over.</summary>
    public void Over(string why) => Change(() => _over = why);

    /// <summary>Shows a text in place of the state, for a while.</summary>
    public void Answer(string text) => _board.Answer(text);

    public void Dispose() => _board.Dispose();

    private Roster Others => _self is null ? _roster : _roster with { Participants = [.. _roster.Participants.Where(known => known.Id != _self)] };

    private void Ask(Roster roster)
    {
        var asking = Request.Of(roster).Select(request => request.Id).ToList();
        _asking.RemoveAll(id => !asking.Contains(id));
        _asking.AddRange(asking.Except(_asking).ToList());
    }

    private void Change(Action change)
    {
        lock (_changing)
        {
            change();
            _board.State(Text, OwnTitle.Line(Others, _shown, _connected, _notice, _over, _asks, _paused) + HiddenText);
        }
    }
}
