namespace SessionShare.Bench;

/// <summary>A viewer's lines while they come, for who waits for one.</summary>
internal sealed class Follower(int length)
{
    private readonly Lock _gate = new();
    private readonly LineReader _lines = new(length);
    private readonly List<(Func<LineReader, bool> Holds, TaskCompletionSource Waits)> _waiting = [];

    public void Take(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            _lines.Take(output);
            foreach (var (_, waits) in _waiting.Where(one => one.Holds(_lines)))
                waits.TrySetResult();
            _waiting.RemoveAll(one => one.Waits.Task.IsCompleted);
        }
    }

    public void Break()
    {
        lock (_gate)
            _lines.Break();
    }

    public T Read<T>(Func<LineReader, T> read)
    {
        lock (_gate)
            return read(_lines);
    }

    /// <summary>Waits for lines that were written at or behind a moment of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</summary>
    public Task UntilWrittenAfter(long stamp, TimeSpan patience) => Until(lines => lines.NewestStamp >= stamp, patience);

    public Task Until(Func<LineReader, bool> holds, TimeSpan patience)
    {
        lock (_gate)
        {
            if (holds(_lines))
                return Task.CompletedTask;
            var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((holds, waits));
            return waits.Task.WaitAsync(patience);
        }
    }
}
