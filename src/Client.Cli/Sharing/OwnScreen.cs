using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The sharer's own terminal: the program's screen with our line below it, what opens over it, the title, and what is said before and after. Where there is no terminal, the output goes on as it is.
/// </summary>
internal sealed class OwnScreen
{
    private readonly LocalTerminal _terminal;
    private readonly Surroundings _surroundings;
    private readonly TerminalTitle _title;
    private readonly FittedScreen? _fitted;
    private readonly bool _hasStatus;
    private readonly List<string> _said = [];
    private bool _isOurs;

    /// <param name="program">The program's size.</param>
    /// <param name="hasStatus">A line of ours stands at the bottom.</param>
    public OwnScreen(LocalTerminal terminal, Pty.TerminalSize program, bool hasStatus, Surroundings surroundings)
    {
        (_terminal, _surroundings, _hasStatus) = (terminal, surroundings, hasStatus);
        _title = new TerminalTitle(output => terminal.Write(output));
        if (!terminal.HasKeys || !terminal.HasScreen)
            return;
        _fitted = new FittedScreen(program.Shared(), (terminal.Size ?? program).Shared(), _title.Write, _title.Write, asks: true, hasStatus ? new StatusRow() : null, !NoColour.IsAskedFor(surroundings));
        Panels = new PanelBoard(_fitted);
    }

    /// <summary>What opens over the program; null: nobody types here.</summary>
    public PanelBoard? Panels { get; }

    /// <summary>Sets the title.</summary>
    public Action<string> Title => _title.Show;

    /// <summary>Sets the line at the bottom; null: there is none.</summary>
    public Action<string>? Line => _hasStatus && _fitted is not null ? _fitted.Status : null;

    /// <summary>The program's output.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        if (_fitted is null)
            _title.Write(output);
        else
            _fitted.Write(output);
    }

    /// <summary>Says something beside the program: above its screen before it begins, below it once it has ended.</summary>
    public void Say(string text)
    {
        if (_hasStatus && !_isOurs)
            _said.Add(Paragraph.Of(Printable.Text(text), _terminal.Size?.Columns));
        else
            new Speech(_surroundings.Error, _terminal).Line(text);
    }

    /// <summary>The program's screen begins.</summary>
    public void Begin()
    {
        if (TerminalTitle.Fits(_terminal, _surroundings.Variable("TERM")))
            _title.Begin();
        _terminal.EnterRawMode();
        if (!_hasStatus)
            return;
        _fitted?.Begin();
        foreach (var paragraph in _said)
            Write(Encoding.UTF8.GetBytes(paragraph.ReplaceLineEndings("\r\n") + "\r\n"));
        _isOurs = true;
    }

    /// <summary>The terminal is as it was found.</summary>
    /// <param name="died">The program was ended by a signal, and has left its modes behind.</param>
    public void End(bool died)
    {
        _fitted?.End();
        if (died && _terminal.HasScreen)
            _title.Write(TerminalReset.Bytes);
        _title.End();
        _isOurs = true;
    }

    /// <summary>What was said and not shown, because nothing began.</summary>
    public void SayAll()
    {
        _isOurs = true;
        foreach (var paragraph in _said)
            _surroundings.Error.WriteLine(paragraph);
    }

    public void Resize(Pty.TerminalSize program, Pty.TerminalSize window)
    {
        _fitted?.Resize(program.Shared(), window.Shared());
        Panels?.Redraw();
    }

    /// <summary>By the terminal, and by the desktop's own program where there is one.</summary>
    public async void Copy(string text)
    {
        _title.Write(Clipboard.Copy(text));
        await ClipboardProgram.TryCopy(text, _surroundings);
    }
}
