using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The newest frames in memory: everything that is not durable yet, and some durable ones behind it for gateways that are a little behind.
/// What is older is read from the log.
/// </summary>
/// <param name="end">The log's durable end when the grain came up.</param>
/// <param name="keepBytes">Bytes of memory for durable frames to keep.</param>
internal sealed class FrameTail(long end, long keepBytes)
{
    // In the place of a run that was given up, until the list is cut: the list itself must not keep its bytes.
    private static readonly RunValue Gone = new(0, 0, 0, default);

    private readonly List<RunValue> _runs = [];
    private int _start;
    private int _undurable;
    private long _kept;

    /// <summary>Sequence of the newest frame.</summary>
    public long End { get; private set; } = end;

    /// <summary>Sequence of the newest durable frame.</summary>
    public long Durable { get; private set; } = end;

    /// <summary>Encoded bytes that are not durable.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Whether everything behind <paramref name="after"/> is in memory.</summary>
    public bool Reaches(long after) => after >= First - 1;

    private long First => _start < _runs.Count ? _runs[_start].First : End + 1;

    /// <summary>Adds a run that starts one behind <see cref="End"/>.</summary>
    public void Add(RunValue run)
    {
        _runs.Add(run);
        HeldBytes += run.Bytes.Length;
        End = run.First + run.Count - 1;
    }

    /// <summary>The oldest runs that are not durable, about <paramref name="maxBytes"/> of them but at least one.</summary>
    public IReadOnlyList<RunValue> Undurable(long maxBytes)
    {
        var taken = new List<RunValue>();
        for (var (i, bytes) = (_undurable, 0L); i < _runs.Count && bytes < maxBytes; i++)
        {
            taken.Add(_runs[i]);
            bytes += _runs[i].Bytes.Length;
        }

        return taken;
    }

    /// <summary>Runs up to and including <paramref name="through"/> are durable.</summary>
    public void Committed(long through)
    {
        while (_undurable < _runs.Count && _runs[_undurable].First <= through)
        {
            var run = _runs[_undurable++];
            HeldBytes -= run.Bytes.Length;
            _kept += run.Footprint();
        }

        Durable = through;
        Trim();
    }

    /// <summary>The next frames behind <paramref name="after"/>, a part of one run; null at the end.</summary>
    public RunValue? Next(long after)
    {
        if (after >= End)
            return null;

        var run = _runs[IndexOf(after + 1)];
        return FrameRuns.Behind(run.ToRun(), after) is { } rest ? RunValue.Of(run.Epoch, rest) : null;
    }

    private int IndexOf(long sequence)
    {
        var (low, high) = (_start, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].First <= sequence ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private void Trim()
    {
        while (_start < _undurable && _kept > keepBytes)
        {
            _kept -= _runs[_start].Footprint();
            _runs[_start++] = Gone;
        }

        if (_start < 64 || _start < _runs.Count / 2)
            return;

        _runs.RemoveRange(0, _start);
        (_undurable, _start) = (_undurable - _start, 0);
    }
}
