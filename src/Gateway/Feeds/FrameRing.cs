using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>The newest frames of a session, once per gateway whatever the number of viewers. Not thread-safe: its feed guards it.</summary>
/// <param name="capacity">Bytes of memory kept; the newest run stays even if it alone is larger.</param>
internal sealed class FrameRing(int capacity)
{
    // In the place of a run that was given up, until the list is cut: the list itself must not keep its bytes.
    private static readonly RunValue Gone = new(0, 0, 0, default);

    private readonly List<RunValue> _runs = [];
    private readonly List<long> _times = [];
    private int _start;
    private long _bytes;

    /// <summary>Sequence of the newest frame; where the ring begins, when it is empty.</summary>
    public long Newest { get; private set; }

    /// <summary>Whether what comes behind <paramref name="after"/> is in the ring, or still to come.</summary>
    public bool Reaches(long after) => after >= (_start < _runs.Count ? _runs[_start].First - 1 : Newest);

    /// <summary>Begins, empty, behind a sequence.</summary>
    public void BeginBehind(long sequence)
    {
        _runs.Clear();
        _times.Clear();
        (_start, _bytes, Newest) = (0, 0, sequence);
    }

    /// <summary>Adds a run; one that doesn't follow begins the ring anew.</summary>
    /// <param name="at">When it came; see <see cref="CameAt"/>.</param>
    public void Add(RunValue run, long at)
    {
        if (run.First != Newest + 1)
            BeginBehind(run.First - 1);
        _runs.Add(run);
        _times.Add(at);
        _bytes += run.Footprint();
        Newest = run.First + run.Count - 1;
        while (_bytes > capacity && _start < _runs.Count - 1)
        {
            _bytes -= _runs[_start].Footprint();
            _runs[_start++] = Gone;
        }

        if (_start < 64 || _start < _runs.Count / 2)
            return;

        _runs.RemoveRange(0, _start);
        _times.RemoveRange(0, _start);
        _start = 0;
    }

    /// <summary>When the run with that frame came; null when the ring has none.</summary>
    public long? CameAt(long sequence) => _start == _runs.Count || sequence > Newest || sequence < _runs[_start].First ? null : _times[IndexOf(sequence)];

    /// <summary>Frames behind <paramref name="after"/> up to <paramref name="through"/>, at most about <paramref name="maxBytes"/>; null when the ring has none.</summary>
    public RunValue? Next(long after, long through, int maxBytes)
    {
        if (after >= Newest || after >= through || !Reaches(after))
            return null;

        var run = _runs[IndexOf(after + 1)];
        return FrameRuns.Behind(run.ToRun(), after) is { } rest && FrameRuns.Through(rest, through) is { } due
            ? RunValue.Of(run.Epoch, FrameRuns.Head(due, maxBytes))
            : null;
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
}
