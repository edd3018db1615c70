using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>On a terminal: the lists on a screen of their own, which the terminal has left when it is over; then they stand where the command was typed.</summary>
internal sealed class ScreenListView : IListView
{
    private readonly LocalTerminal _terminal;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly Lock _drawing = new();
    private MySessions? _now;
    private string? _news;
    private bool _over;

    public ScreenListView(LocalTerminal terminal, TextWriter output, TimeProvider time)
    {
        (_terminal, _output, _time) = (terminal, output, time);
        terminal.SizeChanged += Draw;
    }

    public void Show(ListEvent happened, MySessions now)
    {
        lock (_drawing)
        {
            if (_now is null)
                Write("\e[?1049h\e[?25l");
            (_now, _news) = (now, NewsOf(happened) ?? _news);
            Draw();
        }
    }

    public void Aged(MySessions now) => Draw();

    public void End(MySessions now)
    {
        lock (_drawing)
        {
            _over = true;
            if (_now is null)
                return;
            Write("\e[?25h\e[?1049l");
            foreach (var line in Lists(now))
                _output.WriteLine(line);
        }
    }

    /// <summary>A screen that shows these lines and no others: each cut to the width, the last row for what is new.</summary>
    internal static string Screen(IEnumerable<string> lines, string status, Pty.TerminalSize size)
    {
        var screen = new StringBuilder("\e[H");
        var all = lines.ToList();
        var shown = all.Count < size.Rows ? all : [.. all.Take(Math.Max(size.Rows - 2, 0)), $"… {all.Count - Math.Max(size.Rows - 2, 0)} more lines"];
        foreach (var line in shown.Take(size.Rows - 1))
            screen.Append(Printable.Text(line, size.Columns)).Append("\e[K\r\n");
        return screen.Append("\e[J").Append($"\e[{size.Rows};1H").Append(Printable.Text(status, size.Columns)).Append("\e[K").ToString();
    }

    private static string? NewsOf(ListEvent happened) => happened switch
    {
        ListEvent.Invited { IsNew: true, Session: var session } => SharedWithMe.Sentence(session),
        ListEvent.Answered { Answer: var answer } => $"Your request in {answer.Title} was {(answer.Granted ? "granted" : "refused")}.",
        ListEvent.Reconnecting lost => $"Reconnecting: {lost.Why}",
        ListEvent.Present => "",
        _ => null,
    };

    private void Draw()
    {
        lock (_drawing)
        {
            if (_now is { } now && !_over)
                Write(Screen(Lists(now), Asking(now) ?? (string.IsNullOrEmpty(_news) ? "Ctrl-C ends." : _news), _terminal.Size ?? Pty.TerminalSize.Usual));
        }
    }

    /// <summary>What a session of one's own wants of the person: an answer to who asks for a role, else a look at a limit that is near. The first there is.</summary>
    internal static string? Asking(MySessions now) =>
        now.Sessions.FirstOrDefault(session => session.Requests?.Count > 0) is { Requests: [var asks, ..], Title: var title }
            ? $"{asks.Person.Email ?? asks.Person.Name} asks to {(asks.Role == Role.Edit ? "type in" : "manage")} {title}."
            : now.Sessions.FirstOrDefault(session => session.Notice is not null) is { } session ? $"{session.Title}: {session.Notice!.Text}" : null;

    private IEnumerable<string> Lists(MySessions now) => new SessionLists(now.Sessions, now.Invitations, _time).Text();

    private void Write(string text) => _terminal.Write(Encoding.UTF8.GetBytes(text));
}
