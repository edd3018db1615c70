namespace SessionShare.Bench;

/// <summary>The viewers of the soak who come and go, and what else happens, one thing after the other by a seed.</summary>
internal sealed class Company(Network network, SoakedSession[] sessions, Random random) : IAsyncDisposable
{
    private readonly List<SoakedViewer> _here = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _happened = [];
    private long _checked;
    private int _laggings;

    public int Count => _here.Count;

    /// <summary>Of all, those who left included.</summary>
    public IEnumerable<string> Faults => _faults.Concat(_here.Select(viewer => viewer.Fault).OfType<string>());

    public long Checked => _checked + _here.Sum(viewer => viewer.Checked);

    public int Laggings => _laggings + _here.Sum(viewer => viewer.Laggings);

    public async Task Join() => _here.Add(await SoakedViewer.Join(network.Url, sessions[random.Next(sessions.Length)], recorder: false));

    /// <summary>One thing happens; of joins and leaves so many that about <paramref name="usual"/> are here.</summary>
    public async Task Next(int usual)
    {
        switch (random.Next(6))
        {
            case 0 or 1:
                var joins = random.Next(2 * usual) >= _here.Count;
                Happens(joins ? "joins" : "leaves");
                await (joins ? TryJoin() : Leave());
                break;
            case 2 when _here.Count > 0:
                Happens("stalls");
                // One of five so long that the server does not keep what a busy session wrote meanwhile.
                _ = _here[random.Next(_here.Count)].Stall(TimeSpan.FromSeconds(random.Next(5) == 0 ? random.Next(60, 120) : random.Next(1, 20)));
                break;
            case 3 or 4:
                Happens("cuts");
                network.CutOne(random);
                break;
            default:
                Happens("resizes");
                sessions[random.Next(sessions.Length)].Resize(random.Next(20, 200), random.Next(5, 60));
                break;
        }
    }

    public override string ToString() => string.Join(", ", _happened.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}"));

    public async ValueTask DisposeAsync()
    {
        while (_here.Count > 0)
            await Leave();
    }

    private void Happens(string what) => _happened[what] = _happened.GetValueOrDefault(what) + 1;

    private async Task TryJoin()
    {
        try
        {
            await Join();
        }
        catch (Exception cut) when (cut is Client.ServerUnreachableException or Client.ConnectionLostException)
        {
            Happens("joins that were cut");
        }
    }

    private async Task Leave()
    {
        if (_here.Count == 0)
            return;
        var viewer = _here[random.Next(_here.Count)];
        _here.Remove(viewer);
        _checked += viewer.Checked;
        _laggings += viewer.Laggings;
        if (viewer.Fault is { } fault)
            _faults.Add(fault);
        await viewer.DisposeAsync();
    }
}
