using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>The draft that all who may edit write together, as a line editor; who may not edit looks at it.</summary>
/// <param name="company">Who else is there, as it is now.</param>
/// <param name="run">The newest run; null: none.</param>
/// <param name="tell">Says something to the person.</param>
/// <param name="left">Called when the person leaves it.</param>
/// <param name="admits">Whether an edit of a text may be shown to others; null: each may.</param>
internal sealed class DraftPanel(
    WatchedSession session, Shown shown, Func<Company> company, Func<DraftRun?> run, Action<string> tell, Action? left = null, Func<string, DraftChange, bool>? admits = null) : IPanel
{
    private const string Keys = "Enter runs · Alt-Enter new line · Esc leaves";

    private readonly LineKeys _keys = new();
    private string _text = session.Draft.Text;
    private int _cursor = session.Draft.Text.Length;
    private long _shownAt = -1;
    private bool _left;

    private bool MayEdit => session.Role >= Role.Edit;

    public Look Draw(TerminalSize room)
    {
        Follow();
        return DraftLook.Of(_text, MayEdit ? _cursor : null, company().CursorsIn(session.Draft), Heading(), room);
    }

    public bool Take(Key key)
    {
        Follow();
        if (key.Name == KeyName.Escape || key.IsControl('c') || key.IsControl('g'))
            return Leave();
        if (!MayEdit)
            tell("you may look at the draft, and not write in it");
        else if (key is { Name: KeyName.Enter, Alt: false })
            return Enter();
        else if (key.IsControl('_') || key.IsControl('z'))
            Back(session.Draft.Undo);
        else if (key is { Name: KeyName.Character, Alt: true, Text: "_" })
            Back(session.Draft.Redo);
        else
            Edit(key);
        return true;
    }

    /// <summary>The cursor is not shown to others any more.</summary>
    public bool Leave()
    {
        _left = true;
        shown.Change(state => state with { Cursor = null, Typing = false });
        left?.Invoke();
        return false;
    }

    private string Heading() => !MayEdit ? "read-only · Esc leaves"
        : run() is { State: RunState.Asking } asks ? $"{Runs.Text(asks, company().Self)} · Esc leaves"
        : Keys;

    /// <summary>Others, and the session, have changed the text: the cursor goes along, and is shown anew, so that it counts in a text that everybody has.</summary>
    private void Follow()
    {
        var now = session.Draft.Text;
        if (now != _text)
            (_cursor, _text) = (DraftDelta.Between(_text, now).Map(_cursor), now);
        if (!_left && session.Draft.Number != _shownAt)
            Show(typed: false);
    }

    private void Edit(Key key)
    {
        try
        {
            while (_keys.Of(_text, _cursor, key) is { } edit)
            {
                if (edit.Change is { } change && admits?.Invoke(_text, change) == false)
                {
                    tell("that looks like a secret, and all who are here read the draft: type it at your own prompt");
                    return;
                }

                if (edit.Change is null || session.Draft.TryEdit(_text, edit.Change))
                {
                    _text = session.Draft.Text;
                    _cursor = Math.Min(edit.Cursor, _text.Length);
                    Show(typed: edit.Change is not null);
                    return;
                }

                Follow();
            }
        }
        catch (ArgumentException)
        {
            tell($"a draft has at most {WireLimits.DraftUnits} characters, and no control characters");
        }
    }

    private void Back(Func<bool> back)
    {
        if (!back())
            return;
        Follow();
        Show(typed: true);
    }

    private void Show(bool typed)
    {
        var cursor = session.Draft.Cursor(_cursor, _cursor);
        _shownAt = cursor.Number;
        shown.Change(state => state with { Cursor = MayEdit ? cursor : null });
        if (typed)
            shown.Typed();
    }

    private bool Enter()
    {
        if (_text.Length == 0)
            return Leave();
        Run();
        return true;
    }

    private async void Run()
    {
        try
        {
            if (await session.Run(CancellationToken.None) is { } refusal)
                tell(Printable.Text(refusal.Text));
        }
        catch (ConnectionLostException lost)
        {
            tell(Printable.Text(lost.Message));
        }
        catch (ObjectDisposedException)
        {
            // The session was left meanwhile.
        }
    }
}
