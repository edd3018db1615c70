using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary><c>yes</c> in a shared shell: what stays flat, whether the terminal stays usable, and where it ends with the limits as they are.</summary>
internal static partial class Yes
{
    public static async Task Measure(Arguments arguments, Report report)
    {
        await Unlimited(arguments, report);
        await UntilTheLimit(arguments, report);
    }

    private static async Task Unlimited(Arguments arguments, Report report)
    {
        var seconds = arguments.Seconds(60, 5);
        await using var server = await Server.Start(arguments, "Session:MaxBytes=1000000000000", "Quota:DayBytes=1000000000000");
        await using var terminal = await SharedTerminal.Start(server);
        await using var watched = await terminal.Join(server);
        var watching = new Watching(watched);
        var series = new Dictionary<string, List<double>> { ["sharer"] = [], ["server"] = [] };
        await terminal.Type("yes\r");
        for (var second = 0; second < seconds; second++)
        {
            await Task.Delay(1000);
            series["sharer"].Add(Usage.ResidentOf(terminal.Sharer) / 1048576.0);
            series["server"].Add(Usage.ResidentOf(server.ProcessId) / 1048576.0);
        }

        foreach (var (name, figures) in series)
        {
            var third = figures.Count / 3;
            report.Say($"RSS of the {name}, first third of {seconds} s, min / median / max", Three(figures[..third]));
            report.Say($"RSS of the {name}, last third", Three(figures[^third..]));
        }

        report.Say("bytes in the sharer's terminal", $"{terminal.Bytes:n0}");
        report.Say("bytes that the viewer got; times it was told that it skips; that the sharer gave up", $"{watching.Bytes:n0}; {watching.Laggings}; {watching.GivenUp:n0}");
        var begun = Stopwatch.GetTimestamp();
        await terminal.Type("\u0003");
        await terminal.Type("echo terminal is $((40+2))\r");
        await terminal.Until("terminal is 42");
        report.Say("Ctrl-C, and the answer of the next command in the sharer's terminal", Seconds(begun));
        await watching.Until("terminal is 42");
        report.Say("the same at the viewer", Seconds(begun));
        await terminal.Type("exit\r");
        await terminal.Ended();
        report.Say("`exit` until the share has ended", Seconds(begun));
    }

    private static async Task UntilTheLimit(Arguments arguments, Report report)
    {
        await using var server = await Server.Start(arguments, "Session:MaxBytes=100000000", "Quota:DayBytes=1000000000");
        await using var terminal = await SharedTerminal.Start(server);
        await using var watched = await terminal.Join(server, recorder: true);
        var watching = new Watching(watched);
        await terminal.Type("yes\r");
        var ended = await watching.Ended();
        report.Say("with the limits as they are the recorder has", $"{watching.Bytes:n0} bytes, and hears: {ended}");
        await terminal.Until("The session has reached its size limit");
        report.Say("the sharer's terminal says", terminal.LineWith("The session has reached its size limit"));
        var begun = Stopwatch.GetTimestamp();
        await terminal.Type("\u0003");
        await terminal.Type("echo terminal is $((40+2))\r");
        await terminal.Until("terminal is 42");
        report.Say("and is usable: Ctrl-C, and the answer of the next command", Seconds(begun));
    }

    private static string Three(List<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return $"{sorted[0]:0} / {sorted[sorted.Length / 2]:0} / {sorted[^1]:0} MiB";
    }

    private static string Seconds(long begun) => $"{Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s";

    /// <summary>The end of what was written somewhere, and waiting for a text in it.</summary>
    private sealed class Tail
    {
        private const int Kept = 64 * 1024;

        private readonly Lock _gate = new();
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_gate)
                    return _text.ToString();
            }
        }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            lock (_gate)
            {
                _text.Append(Encoding.UTF8.GetString(bytes.Length > Kept ? bytes[^Kept..] : bytes));
                if (_text.Length > Kept)
                    _text.Remove(0, _text.Length - Kept);
            }
        }

        public async Task Until(string text)
        {
            for (var begun = Stopwatch.GetTimestamp(); !Text.Contains(text, StringComparison.Ordinal); await Task.Delay(5))
            {
                if (Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(2))
                    throw new TimeoutException($"Waited for '{text}'; the end is: {Text[^Math.Min(500, Text.Length)..]}");
            }
        }
    }

    private sealed class Watching
    {
        private readonly Tail _tail = new();
        private readonly Task<string> _ended;

        public Watching(WatchedSession session) => _ended = Read(session);

        public long Bytes { get; private set; }

        public int Laggings { get; private set; }

        public long GivenUp { get; private set; }

        public Task Until(string text) => _tail.Until(text);

        public Task<string> Ended() => _ended;

        private async Task<string> Read(WatchedSession session)
        {
            await foreach (var item in session.Watch(CancellationToken.None))
            {
                if (item is WatchedEvent.Frames frames)
                    Take(frames);
                else if (item is WatchedEvent.Lagging)
                    Laggings++;
                else if (item is WatchedEvent.Ended ended)
                    return ended.How.Text;
                else if (item is WatchedEvent.Closed closed)
                    return closed.Why.Text;
            }

            return "nothing";
        }

        private void Take(WatchedEvent.Frames frames)
        {
            foreach (var frame in frames)
            {
                if (frame.Kind == FrameKind.Skipped)
                    GivenUp += BitConverter.ToInt64(frame.Payload.Span);
                if (frame.Kind != FrameKind.Output)
                    continue;
                Bytes += frame.Payload.Length;
                _tail.Add(frame.Payload.Span);
            }
        }
    }

    /// <summary><c>sessionshare share</c> in a terminal that reads as fast as it is written to.</summary>
    private sealed partial class SharedTerminal : IAsyncDisposable
    {
        private readonly Tail _tail = new();
        private readonly Process _script;
        private readonly Task _reading;
        private SessionLink? _link;

        private SharedTerminal(Process script)
        {
            _script = script;
            _reading = Read();
        }

        /// <summary>Id of the sharer's process.</summary>
        public int Sharer { get; private set; }

        public long Bytes { get; private set; }

        public static async Task<SharedTerminal> Start(Server server)
        {
            var share = server.Command("share", "--link", "view", "--yes", "--", "bash", "--norc", "--noprofile", "--noediting");
            var start = new ProcessStartInfo("script") { RedirectStandardInput = true, RedirectStandardOutput = true };
            foreach (var word in (string[])["-qfc", $"exec {share.FileName} {string.Join(' ', share.ArgumentList)}", "/dev/null"])
                start.ArgumentList.Add(word);
            foreach (var (name, value) in share.Environment)
                start.Environment[name] = value;
            start.Environment["SHELL"] = "/bin/sh";
            var terminal = new SharedTerminal(Process.Start(start)!);
            Match link;
            while (!(link = Link().Match(terminal._tail.Text)).Success)
                await Task.Delay(20);
            if (!SessionLink.TryParse(link.Value, out terminal._link))
                throw new InvalidOperationException($"No link: {link.Value}");
            terminal.Sharer = Process.GetProcessesByName("sessionshare").Select(process => process.Id).Single(id => ParentOf(id) == terminal._script.Id);
            await terminal.Type("PS1='ready> '\r");
            await terminal.Until("\nready> ");
            return terminal;
        }

        public Task<WatchedSession> Join(Server server, bool recorder = false) => WatchedSession.Join(
            server.TransportOf("viewer@example.com"),
            new WatchOptions { Servers = [server.Url], Session = _link!.Session, LinkSecret = _link.Secret, Recorder = recorder, From = recorder ? WatchFrom.Start : WatchFrom.Now },
            CancellationToken.None);

        public async Task Type(string text)
        {
            await _script.StandardInput.WriteAsync(text);
            await _script.StandardInput.FlushAsync();
        }

        public Task Until(string text) => _tail.Until(text);

        public string LineWith(string text) => _tail.Text.Split('\n').Last(line => line.Contains(text, StringComparison.Ordinal)).Trim();

        public Task Ended() => _script.WaitForExitAsync();

        public async ValueTask DisposeAsync()
        {
            if (!_script.HasExited)
                _script.Kill(entireProcessTree: true);
            await _script.WaitForExitAsync();
            await _reading;
        }

        private async Task Read()
        {
            var buffer = new byte[64 * 1024];
            while (await _script.StandardOutput.BaseStream.ReadAsync(buffer) is > 0 and var count)
            {
                Bytes += count;
                _tail.Add(buffer.AsSpan(0, count));
            }
        }

        private static int ParentOf(int process) => int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ')[2]);

        [GeneratedRegex(@"http://\S+/s/\S+#k=[0-9A-Za-z]+")]
        private static partial Regex Link();
    }
}
