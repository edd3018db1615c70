using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>What we say to the person beside the program's screen.</summary>
internal sealed class Speech(TextWriter writer, LocalTerminal terminal)
{
    public void Line(string text) => writer.WriteLine(Paragraph.Of(Printable.Text(text), terminal.HasScreen ? terminal.Size?.Columns : null));

    /// <summary>Whether the person says yes.</summary>
    public bool Ask(string question) => Question.Ask(writer, terminal, question);
}
