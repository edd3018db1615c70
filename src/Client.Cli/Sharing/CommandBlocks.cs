using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>The session's blocks: one open at a time, numbered in a row whatever a shell counts.</summary>
/// <param name="first">Number of the first: 1 in a new session.</param>
internal sealed class CommandBlocks(Action<BlockStart> start, Action<BlockEnd> end, int first = 1)
{
    private int _number = first - 1;
    private bool _open;
    private long _command;

    /// <summary>Takes a mark of our own. A command's number grows, so a mark that is heard again changes nothing.</summary>
    public void Take(ShellMark mark)
    {
        switch (mark)
        {
            case CommandStarted started when started.Block > _command:
                _command = started.Block;
                Start(started.CommandLine, started.Directory);
                break;
            case CommandEnded ended when ended.Block == _command:
                End(ended.ExitCode);
                break;
        }
    }

    /// <summary>A command begins. One still open has ended with a code that nobody knows.</summary>
    /// <returns>The block's number.</returns>
    public int Start(string? command, string? directory)
    {
        End(null);
        _open = true;
        start(new BlockStart(++_number, command, directory));
        return _number;
    }

    public bool IsOpen(int number) => _open && number == _number;

    public void End(int? exitCode)
    {
        if (!_open)
            return;
        _open = false;
        end(new BlockEnd(_number, exitCode));
    }
}
