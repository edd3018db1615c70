using System.Collections.Concurrent;

namespace Orleans.Conformance;

/// <summary>What grains say they did, in order; tests wait for entries, and grains wait at gates that tests open.</summary>
public sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly List<(Func<IReadOnlyList<string>, bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public void Write(string entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            foreach (var (condition, met) in _waiting)
            {
                if (condition(_entries))
                {
                    met.TrySetResult();
                }
            }
        }
    }

    public Task Until(string entry, int times = 1) =>
        Until(entries => entries.Count(written => written == entry) >= times, $"{times}x {entry}");

    public async Task Until(Func<IReadOnlyList<string>, bool> condition, string wanted)
    {
        var met = new TaskCompletionSource();
        lock (_gate)
        {
            if (condition(_entries))
            {
                return;
            }

            _waiting.Add((condition, met));
        }

        try
        {
            await met.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited for {wanted}, saw: {string.Join(", ", Entries)}");
        }
    }

    /// <summary>A grain waits here until a test opens it.</summary>
    public Task Gate(string name) => _gates.GetOrAdd(name, _ => new()).Task;

    public void Open(string name) => _gates.GetOrAdd(name, _ => new()).TrySetResult();
}
