using System.Text;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.CommandLine;

/// <summary>A question that yes or no answers.</summary>
internal static class Question
{
    /// <summary>Whether the person says yes. The terminal is not raw: a line comes when Enter is typed.</summary>
    public static bool Ask(TextWriter say, LocalTerminal terminal, string question)
    {
        say.Write($"{question} [y/N] ");
        return ReadLine(terminal).Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static string ReadLine(LocalTerminal terminal)
    {
        var line = new StringBuilder();
        var buffer = new byte[256];
        while (terminal.ReadInput(buffer) is var count and > 0)
        {
            line.Append(Encoding.UTF8.GetString(buffer, 0, count));
            if (buffer.AsSpan(0, count).Contains((byte)'\n'))
                break;
        }
        return line.ToString();
    }
}
