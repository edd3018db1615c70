using System.Diagnostics;
using System.Globalization;

namespace SessionShare.Stories;

/// <summary>
/// One session of which everybody's connection is cut at random moments, some without a word, while its server is killed again and again. At the end every byte is
/// compared. Random by its seed: what is cut and when; not what the machine makes of it.
/// </summary>
internal sealed class Cuts(TextWriter output, int seed) : IAsyncDisposable
{
    /// <summary>Of so many cuts one is silent: bytes stop passing, and both sides must find out by themselves.</summary>
    private const int OneSilentOf = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Random _random = new(seed);
    private readonly List<TestNetwork> _networks = [];
    private readonly List<TestViewer> _recorders = [];
    private readonly List<TestViewer> _viewers = [];
    private readonly List<Task> _recoveries = [];
    private readonly Recoveries _cuts = new("a connection was cut");
    private readonly Recoveries _silences = new("a connection fell silent");
    private readonly Recoveries _kills = new("kill -9 of the server and a start on the same port and data");
    private readonly CancellationTokenSource _stop = new();
    private TestServer? _server;
    private TestSharer? _sharer;
    private TestViewer? _editor;
    private long _typed;

    /// <summary>Mean time between two faults.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Cuts and kills, in random order; ends when all are done and everyone has every byte.</summary>
    /// <exception cref="InvalidOperationException">A byte was lost or doubled.</exception>
    public async Task Run(int cuts, int kills)
    {
        Say($"seed {seed}: {cuts} cuts, {kills} kills; a sharer, two recorders, two viewers and an editor");
        await Start();
        var (writing, typing) = (Write(), Type());
        var faults = Enumerable.Repeat(false, cuts).Concat(Enumerable.Repeat(true, kills)).ToArray();
        _random.Shuffle(faults);
        for (var done = 0; done < faults.Length; done++)
        {
            var kill = faults[done];
            if (done > 0 && done % 100 == 0)
                Say($"{done} of {faults.Length} done, {_sharer!.WrittenBytes:n0} bytes written");
            await Task.Delay(Pace * (2 * _random.NextDouble()));
            if (kill)
                await Kill();
            else
                Cut();
            if (_recoveries.Find(recovery => recovery.IsFaulted) is { } failed)
                await failed;
        }

        await Task.WhenAll(_recoveries);
        await _stop.CancelAsync();
        await writing;
        await typing;
        await Compare();
        foreach (var recoveries in (Recoveries[])[_cuts, _silences, _kills])
            Say(recoveries.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var viewer in _viewers.Concat(_recorders))
            await viewer.DisposeAsync();
        if (_sharer is not null)
            await _sharer.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _networks.ForEach(network => network.Dispose());
        _stop.Dispose();
    }

    private async Task Start()
    {
        _server = await TestServer.Start("Session:MaxBytes=10000000000", "Quota:DayBytes=100000000000");
        _sharer = await TestSharer.Share(_server, via: Network(), allow: new Protocol.EmailRule("bob@example.com", Protocol.Role.Edit));
        for (var i = 0; i < 2; i++)
        {
            _recorders.Add(await TestViewer.Join(_server, _sharer, recorder: true, via: Network()));
            _viewers.Add(await TestViewer.Join(_server, _sharer, via: Network()));
        }

        _editor = await TestViewer.Join(_server, _sharer, email: "bob@example.com", via: Network());
        _viewers.Add(_editor);
    }

    private TestNetwork Network()
    {
        var network = new TestNetwork(_server!.Url);
        _networks.Add(network);
        return network;
    }

    private void Cut()
    {
        var network = _networks[_random.Next(_networks.Count)];
        var silent = _random.Next(OneSilentOf) == 0;
        if (silent)
            network.Silence();
        else
            network.Cut();
        _recoveries.Add(Recovered(silent ? _silences : _cuts, Stopwatch.GetTimestamp()));
    }

    private async Task Kill()
    {
        await _server!.Kill();
        var begun = Stopwatch.GetTimestamp();
        await _server.Start();
        _recoveries.Add(Recovered(_kills, begun));
    }

    /// <summary>Until everyone has what was output behind the fault; what is cut meanwhile makes it longer.</summary>
    private async Task Recovered(Recoveries recoveries, long begun)
    {
        var mark = _sharer!.WrittenBytes;
        foreach (var viewer in _recorders)
            await viewer.Events.Until(_ => viewer.OutputBytes > mark, $"output beyond byte {mark}", Patience);
        foreach (var viewer in _viewers)
            await viewer.Events.Until(_ => viewer.ScreenBytes > mark || viewer.OutputBytes > mark, $"a screen beyond byte {mark}", Patience);
        recoveries.Add(Stopwatch.GetElapsedTime(begun));
    }

    private async Task Write()
    {
        var random = new Random(seed + 1);
        while (!_stop.IsCancellationRequested)
        {
            var bytes = new byte[random.Next(1, 2_000)];
            random.NextBytes(bytes);
            _sharer!.Write(bytes);
            await Task.Delay(random.Next(20));
        }
    }

    /// <summary>Numbers; again what was refused because the sharer was away.</summary>
    private async Task Type()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await _editor!.Type($"{_typed + 1} ") is null)
                _typed++;
            await Task.Delay(50);
        }
    }

    private async Task Compare()
    {
        if (await _sharer!.End() is { Durable: false } outcome)
            throw new InvalidOperationException($"The end was not stored: {outcome}");
        foreach (var viewer in _recorders.Concat(_viewers))
            await viewer.Ended();

        var (written, lagging) = (_sharer.Written, 0);
        foreach (var recorder in _recorders)
            Same(recorder.Output, written, "A recorder");
        foreach (var viewer in _viewers)
        {
            var skipped = viewer.Events.All.OfType<Client.WatchedEvent.Lagging>().Count();
            lagging += skipped;
            if (skipped == 0)
                Same(viewer.Output, written, "A viewer");
            else if (!viewer.Shows(_sharer) || viewer.ScreenBytes != written.Length)
                throw new InvalidOperationException("A viewer's screen is not the sharer's.");
        }

        var typed = _sharer.Typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        if (typed.Zip(typed.Skip(1)).FirstOrDefault(pair => pair.First >= pair.Second) is { First: > 0 } wrong)
            throw new InvalidOperationException($"{wrong.Second} was typed behind {wrong.First}: doubled, or out of order.");
        if (Enumerable.Range(1, (int)_typed).Except(typed).ToArray() is { Length: > 0 } missing)
            throw new InvalidOperationException($"{missing.Length} inputs of {_typed} were taken in and never typed: {string.Join(' ', missing.Take(20))}.");
        Say($"{written.Length:n0} bytes: 0 lost, 0 doubled, at {_recorders.Count} recorders and {_viewers.Count} viewers (who were told {lagging} times what they skip); {_typed:n0} inputs: 0 lost, 0 doubled");
    }

    private static void Same(byte[] got, byte[] written, string who)
    {
        if (!got.AsSpan().SequenceEqual(written))
            throw new InvalidOperationException($"{who} has {got.Length} bytes, {written.Length} were written; the first {got.AsSpan().CommonPrefixLength(written)} are the same.");
    }

    private void Say(string line) => output.WriteLine(line);

    /// <summary>How long it took until everyone had new output.</summary>
    private sealed class Recoveries(string what)
    {
        private readonly List<double> _seconds = [];

        public int Count
        {
            get
            {
                lock (_seconds)
                    return _seconds.Count;
            }
        }

        public void Add(TimeSpan time)
        {
            lock (_seconds)
                _seconds.Add(time.TotalSeconds);
        }

        public override string ToString()
        {
            var sorted = _seconds.Order().ToArray();
            string At(double part) => sorted.Length == 0 ? "-" : sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))].ToString("0.00", CultureInfo.InvariantCulture);
            return $"{what}, {sorted.Length} times; everyone had new output after min {At(0)}, median {At(0.5)}, p99 {At(0.99)}, max {At(1)} s";
        }
    }
}
