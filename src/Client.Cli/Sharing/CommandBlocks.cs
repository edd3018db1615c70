using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>Makes blocks from a shell's marks, or one block of a whole run. Numbers are the session's own: 1, 2, 3...</summary>
internal sealed class CommandBlocks(Action<BlockStart> start, Action<BlockEnd> end)
{
    private int _number;
    private bool _open;

    public void Take(ShellMark mark)
    {
        switch (mark)
        {
            case CommandStarted started:
                Start(started.CommandLine, started.Directory);
                break;
            case CommandEnded ended:
                End(ended.ExitCode);
                break;
        }
    }

    /// <summary>A command begins. One still open has ended with a code that nobody knows.</summary>
    public void Start(string? command, string? directory)
    {
        End(null);
        _open = true;
        start(new BlockStart(++_number, command, directory));
    }

    public void End(int? exitCode)
    {
        if (!_open)
            return;
        _open = false;
        end(new BlockEnd(_number, exitCode));
    }
}
