using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// Makes blocks from standard marks, which shells write in many ways: twice, with gaps, from shells within shells. A block that would have no command
/// line, no output and no exit code is none. Of shells within shells only the innermost has an open block: the outer command's block ends, with an
/// unknown code, where the first command of the inner shell starts.
/// </summary>
internal sealed class CommandBlocksByHint(CommandBlocks blocks)
{
    /// <summary>Shells within shells that are told apart. One more takes the place of the innermost.</summary>
    private const int MaxDepth = 16;

    private readonly List<Shell> _shells = [];
    private string? _directory;
    private string? _line;

    /// <summary>Whether <see cref="TextShown"/> wants to know of the next text.</summary>
    public bool AwaitsText => Innermost is { Running: true, HasOutput: false };

    private Shell? Innermost => _shells.Count > 0 ? _shells[^1] : null;

    public void Take(ShellHint hint)
    {
        switch (hint)
        {
            case ShellHint.Prompt prompt:
                Prompt(prompt.Shell);
                break;
            case ShellHint.Start start:
                Start(start);
                break;
            case ShellHint.End end:
                End(end);
                break;
            case ShellHint.Line line:
                Tell(line.CommandLine);
                break;
            case ShellHint.Directory directory:
                _directory = directory.Path;
                break;
        }
    }

    /// <summary>Something other than escape sequences is about to be output.</summary>
    public void TextShown()
    {
        if (Innermost is not { Running: true } shell)
            return;
        shell.HasOutput = true;
        Show(shell);
    }

    private void Prompt(string? name)
    {
        _line = null;
        if (Find(name) is { } known)
        {
            CloseWithin(known);
            Close(known, null);
            return;
        }
        // A shell that shows a prompt while a command of another runs is that command. Else it has taken the other's place.
        if (Innermost is { } other && (!other.Running || _shells.Count == MaxDepth))
        {
            Close(other, null);
            _shells.Remove(other);
        }
        _shells.Add(new Shell(name));
    }

    private void Start(ShellHint.Start start)
    {
        var shell = Of(start.Shell);
        if (shell is null)
            _shells.Add(shell = new Shell(start.Shell));
        CloseWithin(shell);
        if (shell is { Running: true, HasOutput: false })
        {
            // Said twice: by the shell itself and by somebody's addition to it.
            shell.CommandLine ??= TakeLine(start);
        }
        else
        {
            Close(shell, null);
            shell.Begin(TakeLine(start));
        }
        if (shell.CommandLine is not null)
            Show(shell);
    }

    private void End(ShellHint.End end)
    {
        if (Of(end.Shell) is not { } shell)
            return;
        CloseWithin(shell);
        Close(shell, end.ExitCode);
    }

    private void Tell(string line)
    {
        if (Innermost is { Running: true, HasOutput: false, CommandLine: null } shell && line.Length > 0)
        {
            shell.CommandLine = line;
            Show(shell);
        }
        else
        {
            _line = line;
        }
    }

    private string? TakeLine(ShellHint.Start start)
    {
        var line = string.IsNullOrEmpty(_line) ? start.CommandLine : _line;
        _line = null;
        return string.IsNullOrEmpty(line) ? null : line;
    }

    private Shell? Find(string? name) => _shells.FindLast(shell => shell.Name == name);

    private Shell? Of(string? name) => (name is null ? null : Find(name)) ?? Innermost;

    /// <summary>Ends what runs within a shell: it speaks again.</summary>
    private void CloseWithin(Shell shell)
    {
        while (Innermost != shell)
        {
            Close(_shells[^1], null);
            _shells.RemoveAt(_shells.Count - 1);
        }
    }

    private void Close(Shell shell, int? exitCode)
    {
        if (!shell.Running)
            return;
        if (exitCode is not null)
            Show(shell);
        shell.Running = false;
        if (blocks.IsOpen(shell.Block))
            blocks.End(exitCode);
    }

    private void Show(Shell shell)
    {
        if (shell.Block == 0)
            shell.Block = blocks.Start(shell.CommandLine, _directory);
    }

    private sealed class Shell(string? name)
    {
        public string? Name => name;

        public bool Running { get; set; }

        public bool HasOutput { get; set; }

        public string? CommandLine { get; set; }

        /// <summary>The running command's block; 0 while there is no reason for one.</summary>
        public int Block { get; set; }

        public void Begin(string? commandLine) => (Running, HasOutput, CommandLine, Block) = (true, false, commandLine, 0);
    }
}
