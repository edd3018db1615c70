using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

/// <summary>
/// A program that uses <see cref="LocalTerminal"/>, so that tests can start it in a terminal and end it in every way. It shows each typed byte as
/// &lt;hex&gt; and obeys some letters.
/// </summary>
internal static class LocalTerminalProgram
{
    public static int Main(string[] arguments)
    {
        using var terminal = new LocalTerminal();
        terminal.SizeChanged += () => Show(terminal, $"[size {terminal.Size?.Columns}x{terminal.Size?.Rows}]");
        using var survival = arguments.Contains("--survive-term") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Survive(terminal, context)) : null;
        terminal.EnterRawMode();
        Show(terminal, $"[pid {Environment.ProcessId} keys {terminal.HasKeys} screen {terminal.HasScreen} size {terminal.Size?.Columns}x{terminal.Size?.Rows}]");
        var buffer = new byte[1024];
        for (int count; (count = terminal.ReadInput(buffer)) > 0;)
        {
            foreach (var key in buffer.AsSpan(0, count))
            {
                Show(terminal, "<" + key.ToString("x2", CultureInfo.InvariantCulture) + ">");
                if (key == 'q')
                    return 0;
                if (key == 'e')
                    Environment.Exit(3);
                if (key == 'x')
                    throw new InvalidOperationException("unhandled");
                if (key == 'r')
                    terminal.EnterRawMode();
                if (key == 's')
                    new Thread(terminal.StopInput).Start();
            }
        }
        Show(terminal, "[end of input]");
        return 0;
    }

    private static void Survive(LocalTerminal terminal, PosixSignalContext context)
    {
        context.Cancel = true;
        Show(terminal, "[survived]");
    }

    private static void Show(LocalTerminal terminal, string text) => terminal.Write(Encoding.UTF8.GetBytes(text));
}
