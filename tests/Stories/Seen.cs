namespace SessionShare.Stories;

/// <summary>What has come so far, and waiting for what is expected of it.</summary>
internal sealed class Seen<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private TaskCompletionSource _next = New();

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource next;
        lock (_gate)
        {
            _all.Add(item);
            (next, _next) = (_next, New());
        }

        next.SetResult();
    }

    /// <summary>Waits until what has come is as expected; says what had come if it never is.</summary>
    /// <param name="patience">A busy machine is given 60 s.</param>
    public async Task Until(Func<IReadOnlyList<T>, bool> holds, string expected, TimeSpan? patience = null)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (holds(_all))
                    return;
                next = _next.Task;
            }

            try
            {
                await next.WaitAsync(patience ?? Patience);
            }
            catch (TimeoutException)
            {
                var all = All;
                throw new TimeoutException($"Expected {expected}; seen {all.Count} events, the last: {string.Join(" | ", all.TakeLast(5))}");
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
