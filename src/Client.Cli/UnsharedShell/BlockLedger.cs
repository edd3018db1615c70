using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The blocks of a shell that is shared from its first byte, without their output. From any thread.</summary>
internal sealed class BlockLedger(TimeProvider time)
{
    /// <summary>Blocks remembered; beyond it the oldest are forgotten. Their command lines take some MiB at most.</summary>
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly long _begun = time.GetTimestamp();
    private readonly Queue<HeldBlock> _ended = new();
    private HeldBlock? _running;

    public TimeSpan Now => time.GetElapsedTime(_begun);

    public IReadOnlyList<HeldBlock> Blocks
    {
        get
        {
            lock (_gate)
                return _running is null ? [.. _ended] : [.. _ended, _running];
        }
    }

    public void Output(int bytes)
    {
        lock (_gate)
            _running = _running is null ? null : _running with { Bytes = _running.Bytes + bytes };
    }

    public void Start(BlockStart start)
    {
        lock (_gate)
            _running = new HeldBlock { Number = start.Block, Command = start.Command, Directory = start.Directory, RanBy = start.RanBy, StartedAt = Now };
    }

    public void End(BlockEnd end)
    {
        lock (_gate)
        {
            if (_running is null)
                return;
            _ended.Enqueue(_running with { EndedAt = Now, ExitCode = end.ExitCode });
            _running = null;
            if (_ended.Count > Most)
                _ended.Dequeue();
        }
    }
}
