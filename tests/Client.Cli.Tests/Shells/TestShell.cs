using System.Text;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Shells;
using SessionShare.Cli.Tests.Pty;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

/// <summary>A real shell with our integration and a home of its own: marks as they come, and the output without them.</summary>
internal sealed partial class TestShell : IDisposable
{
    /// <summary>Another bash can be tested by naming it here, as a path that ends in `/bash`.</summary>
    private static readonly string BashPath = Environment.GetEnvironmentVariable("SESSIONSHARE_TEST_BASH") ?? "/bin/bash";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("test home ");
    private readonly string _ready;
    private readonly ShellIntegration _integration;
    private readonly PseudoTerminal _terminal;
    private readonly Thread _reader;
    private readonly List<ShellMark> _marks = [];
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _blockOutput = new();
    private readonly Dictionary<long, string> _outputs = [];
    private readonly MemoryStream _bytes = new();
    private int _prompts;
    private int _seenPrompts;
    private bool _promptDue;
    private bool _ended;

    /// <summary>Bash.</summary>
    public TestShell(string bashrc = "", bool stringHooks = false)
        : this([BashPath], "$ ", [(".bashrc", "PS1='$ '\nHISTFILE=\n" + bashrc)], [("TERM", "dumb")], stringHooks)
    {
    }

    /// <param name="command">The shell, whose prompt is `$ `.</param>
    /// <param name="ready">What stands at the end of the output when it reads keys.</param>
    /// <param name="files">In its home.</param>
    /// <param name="variables">Of its environment.</param>
    /// <param name="stringHooks">For bash: as before 5.1.</param>
    /// <param name="marked">Its first prompt is marked.</param>
    private TestShell(
        string[] command, string ready, (string Path, string Text)[] files, (string Name, string Value)[] variables, bool stringHooks = false, bool marked = true)
    {
        _ready = ready;
        _promptDue = !marked;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Home, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        var environment = TestTerminal.Environment([("HOME", Home), ("LC_ALL", "C.UTF-8"), .. variables.Select(one => (one.Name, one.Value.Replace("~", Home)))]);
        _integration = ShellIntegration.For(command, environment)!;
        if (stringHooks)
            UseStringHooks();
        _terminal = PseudoTerminal.Start(new PtyCommand(_integration.Arguments, _integration.Extend(environment), Home, new(200, 50)), out var failure)
            ?? throw new InvalidOperationException($"{failure!.Reason} ./test installs what is needed.");
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
        WaitForPrompt();
    }

    /// <summary>A zsh that doesn't mark output without a line's end (PROMPT_SP).</summary>
    public static TestShell Zsh(string zshrc = "", string[]? options = null, (string Path, string Text)[]? files = null, (string, string)[]? variables = null, bool marked = true) => new(
        ["zsh", .. options ?? []],
        "\e[?2004h",
        [(".zshrc", "PS1='$ '\nunsetopt promptsp\n" + zshrc), .. files ?? []],
        [("TERM", "xterm-256color"), .. variables ?? []],
        marked: marked);

    /// <summary>A fish that doesn't make completions from manual pages, which it would at its first start.</summary>
    public static TestShell Fish(string config = "", string[]? options = null) => new(
        ["fish", .. options ?? []],
        "$ \e[K\r\e[C\e[C",
        [
            (".config/fish/config.fish", "function fish_prompt\necho -n '$ '\nend\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n" + config),
            (".local/share/fish/generated_completions/none", ""),
        ],
        [("TERM", "xterm-256color")]);

    public static TestShell Of(string name, string startup = "") => name switch
    {
        "bash" => new(startup),
        "zsh" => Zsh(startup),
        "fish" => Fish(startup),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public string Home => _home.FullName;

    public int ProcessId => _terminal.ProcessId;

    public string Nonce => _integration.Nonce;

    public IReadOnlyList<ShellMark> Marks
    {
        get
        {
            lock (_output)
                return [.. _marks];
        }
    }

    public IEnumerable<CommandStarted> Started => Marks.OfType<CommandStarted>();

    public IEnumerable<CommandEnded> Ended => Marks.OfType<CommandEnded>();

    public string LastDirectory => Marks.OfType<PromptShown>().Last().Directory;

    /// <summary>All output, without the standard marks, which nobody sees.</summary>
    public string Text => StandardMark().Replace(RawText, "");

    /// <summary>All output but our own marks.</summary>
    public string RawText
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Types a command and waits for the next prompt.</summary>
    /// <returns>The output of the last block that ended, without escape sequences.</returns>
    public string Run(string command)
    {
        Type(command + "\n");
        WaitForPrompt();
        return LastOutput;
    }

    public string LastOutput
    {
        get
        {
            lock (_output)
                return Plain(RawOutput);
        }
    }

    /// <summary>The output of the last block that ended, every byte of it.</summary>
    public string RawOutput
    {
        get
        {
            lock (_output)
                return _outputs.Count == 0 ? "" : _outputs[_outputs.Keys.Max()];
        }
    }

    /// <summary>All output, our own marks too.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_output)
                return _bytes.ToArray();
        }
    }

    /// <summary>Page faults of all children that have ended (proc(5)): it grows with every fork.</summary>
    public long FaultsOfChildren()
    {
        var stat = File.ReadAllText($"/proc/{ProcessId}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[8], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Enter at the prompt, without a command.</summary>
    public void PressEnter() => Run("");

    public void Type(string keys) => _terminal.Write(Encoding.UTF8.GetBytes(keys)).Should().BeTrue();

    public void WaitForPrompt() => WaitUntil("a prompt", () => _prompts > _seenPrompts, () => _seenPrompts++);

    /// <summary>Types Ctrl-C at the prompt until there is a new one: readline doesn't notice one that comes just before it waits for a key.</summary>
    public void Interrupt()
    {
        lock (_output)
        {
            while (_prompts == _seenPrompts)
            {
                Type("\x03");
                while (_prompts == _seenPrompts && Monitor.Wait(_output, TimeSpan.FromSeconds(5)))
                {
                }
            }
            _seenPrompts = _prompts;
        }
    }

    public void WaitForText(string text) => WaitUntil(text, () => Text.Contains(text, StringComparison.Ordinal), () => { });

    /// <summary>Waits for a text behind the newest command's start.</summary>
    public void WaitForNext(string text) => WaitUntil(text, () => _blockOutput.ToString().Contains(text, StringComparison.Ordinal), () => { });

    public void WaitUntil(string what, Func<bool> condition) => WaitUntil(what, condition, () => { });

    public ExitStatus WaitForEnd()
    {
        _reader.Join(TestTerminal.Patience).Should().BeTrue("the shell ends; output: {0}", Text);
        return _terminal.WaitForExit();
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _integration.Dispose();
        _home.Delete(recursive: true);
    }

    private void UseStringHooks()
    {
        var text = File.ReadAllText(_integration.Arguments[2]);
        var from = text.IndexOf("\n__ss_array=", StringComparison.Ordinal) + 1;
        File.WriteAllText(_integration.Arguments[2], text[..from] + "__ss_array=0" + text[text.IndexOf('\n', from)..]);
    }

    private void WaitUntil(string what, Func<bool> condition, Action then)
    {
        lock (_output)
        {
            while (!condition())
            {
                if (_ended || !Monitor.Wait(_output, TestTerminal.Patience))
                    throw new TimeoutException($"Expected {what}; marks: {string.Join(", ", _marks.TakeLast(5))}; output: {_output}");
            }
            then();
        }
    }

    private void ReadAll()
    {
        var marks = new ShellMarks(_integration.Nonce);
        var buffer = new byte[4096];
        for (int count; (count = _terminal.Read(buffer)) > 0;)
        {
            ReadOnlySpan<byte> input = buffer.AsSpan(0, count);
            lock (_output)
            {
                _bytes.Write(input);
                while (marks.TryRead(ref input, out var output, out var mark))
                    Take(output, mark);
                Monitor.PulseAll(_output);
            }
        }
        lock (_output)
        {
            _ended = true;
            Monitor.PulseAll(_output);
        }
    }

    private void Take(ReadOnlySpan<byte> output, ShellMark? mark)
    {
        _output.Append(Encoding.UTF8.GetString(output));
        _blockOutput.Append(Encoding.UTF8.GetString(output));
        // Only once the prompt is there does the shell read keys as keys.
        if (_promptDue && EndsReady())
            (_prompts, _promptDue) = (_prompts + 1, false);
        if (mark is null)
            return;
        _marks.Add(mark);
        if (mark is CommandEnded ended)
            _outputs[ended.Block] = _blockOutput.ToString();
        if (mark is CommandStarted)
            _blockOutput.Clear();
        _promptDue |= mark is PromptShown;
    }

    private bool EndsReady()
    {
        if (_output.Length < _ready.Length)
            return false;
        return _output.ToString(_output.Length - _ready.Length, _ready.Length) == _ready;
    }

    private static string Plain(string output) =>
        EscapeSequence().Replace(output, "").Replace("\r\n", "\n").TrimStart('\r');

    [System.Text.RegularExpressions.GeneratedRegex("\\e\\]133;[^\\a\\e]*\\a")]
    private static partial System.Text.RegularExpressions.Regex StandardMark();

    /// <summary>CSI, OSC, and the short ones.</summary>
    [System.Text.RegularExpressions.GeneratedRegex("\\e\\[[0-?]*[ -/]*[@-~]|\\e\\][^\\a\\e]*(?:\\a|\\e\\\\)|\\e[ -/]*[0-~]")]
    private static partial System.Text.RegularExpressions.Regex EscapeSequence();
}
