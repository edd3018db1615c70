using System.Collections;
using System.Text;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

/// <summary>A program in a real terminal, and a thread that reads its output; every wait is for a condition on that output.</summary>
internal sealed class TestTerminal : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Thread _reader;
    private readonly MemoryStream _output = new();
    private bool _ended;
    private int _seen;

    public TestTerminal(params string[] arguments)
        : this(new PtyCommand(arguments, Environment(), "/", TerminalSize.Usual))
    {
    }

    public TestTerminal(PtyCommand command)
    {
        Terminal = PseudoTerminal.Start(command, out var failure) ?? throw new InvalidOperationException(failure!.Reason);
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
    }

    public PseudoTerminal Terminal { get; }

    public byte[] Output
    {
        get
        {
            lock (_output)
                return _output.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Output);

    public static Dictionary<string, string> Environment(params (string Name, string Value)[] more)
    {
        var all = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
        all["TERM"] = "dumb";
        all["PS1"] = "$ ";
        foreach (var (name, value) in more)
            all[name] = value;
        return all;
    }

    public void Type(string keys) => Terminal.Write(Encoding.UTF8.GetBytes(keys)).Should().BeTrue("the program reads what is typed");

    /// <summary>Waits until the text was written after what earlier waits found.</summary>
    public void WaitFor(string text)
    {
        lock (_output)
        {
            var deadline = TimeProvider.System.GetUtcNow() + Patience;
            while (true)
            {
                var found = _output.GetBuffer().AsSpan(_seen, (int)_output.Length - _seen).IndexOf(Encoding.UTF8.GetBytes(text));
                if (found >= 0)
                {
                    _seen += found + Encoding.UTF8.GetByteCount(text);
                    return;
                }
                if (_ended || TimeProvider.System.GetUtcNow() > deadline || !Monitor.Wait(_output, Patience))
                    throw new TimeoutException($"Expected {Show(text)}, saw {Show(Encoding.UTF8.GetString(_output.GetBuffer(), _seen, (int)_output.Length - _seen))}");
            }
        }
    }

    /// <summary>Waits for the program's end and all of its output.</summary>
    public ExitStatus WaitForEnd()
    {
        Terminal.Exit.Wait(Patience).Should().BeTrue($"the program ends; it wrote {Show(Text)}");
        _reader.Join(Patience).Should().BeTrue("the output ends when the program has ended");
        return Terminal.WaitForExit();
    }

    public void Dispose() => Terminal.Dispose();

    private static string Show(string text) => "'" + (text.Length > 2000 ? text[^2000..] : text).Replace("\e", "\\e", StringComparison.Ordinal) + "'";

    private void ReadAll()
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = Terminal.Read(buffer)) > 0;)
        {
            lock (_output)
            {
                _output.Write(buffer, 0, count);
                Monitor.PulseAll(_output);
            }
        }
        lock (_output)
        {
            _ended = true;
            Monitor.PulseAll(_output);
        }
    }
}
