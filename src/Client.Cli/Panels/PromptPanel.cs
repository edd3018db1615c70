using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>Asks for a line.</summary>
/// <param name="question">What is asked.</param>
/// <param name="answer">Gets what was entered: what is wrong with it, or null.</param>
internal sealed class PromptPanel(string question, Func<string, string?> answer) : IPanel
{
    private readonly LineKeys _keys = new();
    private string _text = "";
    private string? _fault;
    private int _cursor;

    public Look Draw(TerminalSize room) => new(
        [$"\e[0;90m── {question} ", $"\e[0;90m❯ \e[0m{_text}", .. Paragraph.Of(_fault ?? "Enter takes it · Esc leaves", room.Columns).Split('\n').Select(line => $"\e[0;90m{line}")],
        (1, Math.Min(2 + Cells.Width(_text[.._cursor]), room.Columns - 1)),
        TakesKeys: true);

    public bool Take(Key key)
    {
        if (key.Name == KeyName.Escape || key.IsControl('c') || key.IsControl('g'))
            return false;
        if (key.Name == KeyName.Enter)
            return (_fault = answer(_text)) is not null;
        if (_keys.Of(_text, _cursor, key) is not { } edit)
            return true;
        if (edit.Change is { } change)
            _text = Printable.Text(DraftText.Apply(_text, [change]));
        _cursor = edit.Cursor;
        return true;
    }
}
