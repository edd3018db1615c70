using System.Text;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Shells;
using SessionShare.Cli.Tests.Pty;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Shells;

/// <summary>A real bash with our integration and a home of its own: marks as they come, and the output without them.</summary>
internal sealed class TestShell : IDisposable
{
    /// <summary>Another bash can be tested by naming it here, as a path that ends in `/bash`.</summary>
    private static readonly string Bash = Environment.GetEnvironmentVariable("SESSIONSHARE_TEST_BASH") ?? "/bin/bash";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("test home ");
    private readonly ShellIntegration _integration;
    private readonly PseudoTerminal _terminal;
    private readonly Thread _reader;
    private readonly List<ShellMark> _marks = [];
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _blockOutput = new();
    private readonly Dictionary<long, string> _outputs = [];
    private int _prompts;
    private int _seenPrompts;
    private bool _promptDue;
    private bool _ended;

    public TestShell(string bashrc = "", bool stringHooks = false)
    {
        File.WriteAllText(Path.Combine(_home.FullName, ".bashrc"), "PS1='$ '\nHISTFILE=\n" + bashrc);
        _integration = ShellIntegration.For([Bash])!;
        if (stringHooks)
            UseStringHooks();
        var environment = TestTerminal.Environment(("HOME", _home.FullName), ("LC_ALL", "C.UTF-8"));
        _terminal = PseudoTerminal.Start(new PtyCommand(_integration.Arguments, _integration.Extend(environment), _home.FullName, new(200, 50)), out _)!;
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
        WaitForPrompt();
    }

    public string Home => _home.FullName;

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

    public string Text
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Types a command and waits for the next prompt.</summary>
    /// <returns>The output of the last block that ended.</returns>
    public string Run(string command)
    {
        Type(command + "\n");
        WaitForPrompt();
        lock (_output)
            return _outputs.Count == 0 ? "" : _outputs[_outputs.Keys.Max()].ReplaceLineEndings("\n");
    }

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

    public void WaitForText(string text) => WaitUntil(text, () => _output.ToString().Contains(text, StringComparison.Ordinal), () => { });

    public void WaitUntil(string what, Func<bool> condition) => WaitUntil(what, condition, () => { });

    public ExitStatus WaitForEnd()
    {
        _reader.Join(TestTerminal.Patience).Should().BeTrue("bash ends; output: {0}", Text);
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
        var text = ShellIntegration.BashFile();
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
        // Only once the prompt is there does bash read keys as keys.
        if (_promptDue && _output.ToString().EndsWith("$ ", StringComparison.Ordinal))
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
}
