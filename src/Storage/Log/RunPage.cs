using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>A page of a log as it is being read: runs behind a sequence, so many bytes of them, but at least one frame.</summary>
internal sealed class RunPage(long after, int maxBytes)
{
    private readonly List<LoggedRun> _runs = [];
    private int _room = maxBytes;
    private bool _cut;

    public IReadOnlyList<LoggedRun> Runs => _runs;

    /// <summary>Nothing more goes in.</summary>
    public bool IsFull => _cut || (_room <= 0 && _runs.Count > 0);

    /// <summary>Adds what belongs here of a run that follows the one before.</summary>
    public void Add(long epoch, FrameRun stored)
    {
        if (IsFull || FrameRuns.Behind(stored, after) is not { } run)
            return;

        // A run that fits no more waits for the next page whole, unless it is the first.
        if (run.Bytes.Length > _room && _runs.Count > 0)
        {
            _cut = true;
            return;
        }

        var head = FrameRuns.Head(run, _room);
        _runs.Add(new LoggedRun(epoch, head));
        _cut = head.Count < run.Count;
        _room -= run.Bytes.Length;
    }
}
