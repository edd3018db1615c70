using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>Sessions that the harness shares and watches.</summary>
internal sealed class BusySessions(ITool tool, int lineBytes) : IAsyncDisposable
{
    private readonly List<Busied> _sessions = [];

    /// <summary>As many sessions as that, each with a viewer.</summary>
    public async Task Grow(int count) => _sessions.AddRange(await RawSessions.Many(count - _sessions.Count, _ => Busied.Start(tool, lineBytes)));

    /// <summary>Lines in each session, evenly, and spread over the sessions. How late they are counts from when each was due, so that a harness that is held hides nothing.</summary>
    public async Task<(Row Row, bool IsWhole)> Run(string what, double linesPerSecond, int seconds)
    {
        // The first lines of each come while programs are not warm.
        await Write(linesPerSecond, 2);
        foreach (var session in _sessions)
            session.Lines.Read(lines => lines.Forget());
        var meter = Meter.Start(tool);
        var written = await Write(linesPerSecond, seconds);
        var arrived = await Task.WhenAll(_sessions.Select(session => session.Arrived()));
        var cost = meter.Stop(written * (double)lineBytes / 1e6);
        var latencies = _sessions.SelectMany(session => session.Lines.Read(lines => lines.Latencies.ToArray())).ToArray();
        var whole = arrived.Count(one => one);
        var fault = _sessions.FirstOrDefault(session => session.Fault is not null)?.Fault;
        var row = new Row(what, tool.Name, "ms")
        {
            Figures = Summary.Of(latencies),
            Cost = cost,
            Note = $"{written / (double)seconds:n0} lines a second in all; {(whole == _sessions.Count ? "every line, once, at every viewer" : $"{_sessions.Count - whole} viewers are not whole")}{(fault is null ? "" : $"; {fault}")}",
            Own = tool.Name == Tools.Own ? ("without loss", whole == _sessions.Count) : null,
        };
        return (row, whole == _sessions.Count);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
    }

    private async Task<long> Write(double linesPerSecond, int seconds)
    {
        var total = (long)(linesPerSecond * seconds * _sessions.Count);
        var begun = Stopwatch.GetTimestamp();
        for (long line = 0; line < total;)
        {
            var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * linesPerSecond * _sessions.Count) + 1);
            for (; line < due; line++)
                await _sessions[(int)(line % _sessions.Count)].Write(begun + (long)(line / (linesPerSecond * _sessions.Count) * Stopwatch.Frequency));
            await Task.Delay(1);
        }

        return total;
    }
}
