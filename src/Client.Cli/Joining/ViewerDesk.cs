using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>What a viewer can open over the session: the draft, its commands, its history, the people in it, the menu.</summary>
/// <param name="copy">Puts a text where it can be pasted from.</param>
internal sealed class ViewerDesk(Viewed viewed, FittedScreen screen, PanelBoard panels, Shown shown, ViewStatus status, Action<string> copy, string prefix, TimeProvider time)
{
    /// <summary>Commands that are listed, the newest.</summary>
    private const int MostBlocks = 500;

    private readonly BlockMarks _marks = new();
    private DraftPanel? _draft;
    private int _jumps;

    public PrefixPanels Prefix { get; } = new(prefix, panels);

    private WatchedSession Session => viewed.Session;

    public void OpenDraft()
    {
        _draft = new DraftPanel(Session, shown, () => viewed.Company, () => viewed.Runs.Newest, status.Answer);
        panels.Open(_draft);
    }

    /// <summary>The draft has run: there is nothing more to edit.</summary>
    public void DraftRan()
    {
        if (_draft is not { } draft || Session.Draft.Text.Length > 0)
            return;
        _draft = null;
        draft.Leave();
        panels.Close(draft);
    }

    public void OpenHistory(string? search)
    {
        var (lines, first, pages) = viewed.Read((shown, newest) => (
            BlockOutput.Lines(shown, -Scrollback(shown), shown.Rows, joins: false), shown.ScrolledRows - Scrollback(shown), new HistoryPages(Session.Frames, newest, Scrollback(shown), time)));
        BlockOutput.TrimEnd(lines);
        Page(new PagerPanel(
            "history",
            lines,
            copy,
            selected => Point(first, selected),
            Live,
            search,
            older: () => Try(() => pages.Older(CancellationToken.None)),
            inTurn: panels.InTurn));
    }

    public async void OpenBlocks()
    {
        if (await Try(() => Session.Blocks(Math.Max(1, viewed.Prompt.NewestBlock - MostBlocks + 1), MostBlocks, CancellationToken.None)) is not { } blocks)
            return;
        _marks.Begin(shown.State.Selection?.Blocks);
        panels.Open(new ListPanel<Block>(
            "commands",
            () => blocks,
            block => BlockText.Line(block, _marks.Has(block.Number), Pointing.At(viewed.Company, block.Number)),
            block => block.Command ?? "",
            "Enter opens · c copies it · y copies its output · v points · / search · q leaves",
            Take).FromEnd());
    }

    public void OpenPeople()
    {
        panels.Open(new ListPanel<Participant>(
            "people",
            () => viewed.Company.Roster?.Participants ?? [],
            person => PersonText(person),
            person => $"{person.Person.Name} {person.Person.Email}",
            "Enter goes where they point · / search · q leaves",
            (person, key) =>
            {
                if (key.Name == KeyName.Enter && person is not null)
                    GoTo(viewed.Company.Shown.GetValueOrDefault(person.Id));
                return true;
            }));
    }

    private bool Take(Block? block, Key key)
    {
        if (block is null)
            return true;
        if (key.Name == KeyName.Enter)
            OpenOutput(block.Number, null);
        else if (key.Is('c'))
            copy(block.Command ?? "");
        else if (key.Is('y'))
            CopyOutput(block);
        else if (key.Is('v') || key.Is(' '))
            shown.Change(state => state with { Selection = _marks.Turn(block.Number) is { Count: > 0 } ranges ? new PresenceSelection(Blocks: ranges) : null });
        return true;
    }

    private async void CopyOutput(Block block)
    {
        if (await Try(() => BlockOutput.Read(Session, block, viewed.Newest, CancellationToken.None)) is { } lines)
            copy(string.Join('\n', lines.Select(line => line.Text)));
    }

    /// <param name="line">Of its output; null: the last.</param>
    private async void OpenOutput(int number, int? line)
    {
        if (await Try(() => Session.Blocks(number, 1, CancellationToken.None)) is not [var block])
            return;
        if (await Try(() => BlockOutput.Read(Session, block, viewed.Newest, CancellationToken.None)) is not { } lines)
            return;
        Page(new PagerPanel(
            $"{number} · {Drafting.Runs.Line(block.Command ?? "")}",
            lines,
            copy,
            selected => Select(selected is var (first, last) ? new PresenceSelection(Text: new TextRange(new TextPlace(number, first, 0), new TextPlace(number, last, Cells.Width(lines[last].Text)))) : null),
            Live,
            at: line,
            pointed: row => Pointing.At(viewed.Company, number, row)));
    }

    private void Page(PagerPanel pager)
    {
        shown.Change(state => state with { Follow = new PresenceFollow(Scrolled: true), Selection = null });
        panels.Open(pager);
    }

    /// <summary>Back to what happens now; what was pointed at is not any more.</summary>
    private void Live() => shown.Change(state => state with { Follow = new PresenceFollow(Live: true), Selection = null });

    private void Select(PresenceSelection? selection) => shown.Change(state => state with { Selection = selection });

    /// <summary>Points at lines of the history: in the output of one command, or on the screen of now.</summary>
    private void Point(long firstRow, (int First, int Last)? selected)
    {
        if (selected is not var (first, last))
            Select(null);
        else if (viewed.Rows.At(firstRow + first) is { } from && viewed.Rows.At(firstRow + last) is { } to && from.Block == to.Block && TextOf(from, firstRow + first, firstRow + last) is { } text)
            Select(new PresenceSelection(Text: text));
        else if (screen.Read(shown => shown.ScrolledRows) is var scrolled && firstRow + first >= scrolled)
            Select(new PresenceSelection(Screen: new ScreenRange(new ScreenPlace((int)(firstRow + first - scrolled), 0), new ScreenPlace((int)(firstRow + last - scrolled), screen.Read(shown => shown.Columns)))));
        else
            status.Answer($"nobody else sees what you select here; {prefix} c opens the command, there they do");
    }

    private TextRange? TextOf((int Block, long First) block, long first, long last) => screen.Read(shown =>
        Pointing.PlaceOf(shown, block, first) is { } from && Pointing.PlaceOf(shown, block, last) is { } to ? new TextRange(from, to with { Column = shown.Columns }) : null);

    private static int Scrollback(Terminal.Screen shown) => shown.IsAlternate ? 0 : shown.ScrollbackRows;

    /// <summary>Goes to what somebody points at; said again, to what the next one does.</summary>
    public void Jump()
    {
        var pointing = viewed.Company.Others.Where(other => other.State.Selection is not null).ToList();
        if (pointing.Count == 0)
            status.Answer("nobody points at anything just now");
        else
            GoTo(pointing[_jumps++ % pointing.Count].State);
    }

    private void GoTo(PresenceState? state)
    {
        if (state?.Selection?.Blocks is [var range, ..])
            OpenOutput(range.From, null);
        else if (state?.Selection?.Text is { } text)
            OpenOutput(text.From.Block, text.From.Row);
        else if (state?.Cursor is not null)
            OpenDraft();
        else
            status.Answer(PersonPlace.Of(state) is { Length: > 0 } place ? place : "they point at nothing just now");
    }

    private string PersonText(Participant person) =>
        $"{PersonColour.Chip(person.Person)} {Printable.Text(person.Person.Email ?? "guest", 40)} · {RoleWord.Of(person.Role)}{(person.Id == viewed.Company.Self ? " · you" : "")}{(person.Away ? " · away" : "")} {PersonPlace.Of(viewed.Company.Shown.GetValueOrDefault(person.Id))}";

    private async Task<T?> Try<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            status.Answer(Printable.Text(failed.Text));
        }
        catch (Exception fault) when (fault is ConnectionLostException or ObjectDisposedException)
        {
            status.Answer("not now: the connection is being made again");
        }

        return null;
    }
}
