using System.Diagnostics;

namespace SessionShare.Simulation;

/// <summary>
/// One thread that runs everything there is in a simulated world. Which of the waiting tasks is next its seed decides; when none waits, the clock
/// moves to its next timer.
/// </summary>
internal sealed class Machine
{
    /// <summary>A world that runs more work items than this is taken for one that goes round in circles.</summary>
    private const long MostSteps = 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<(Lane Lane, Task Task)> _tasks = [];
    private readonly Random _random;
    private readonly SortedSet<string> _turning = new(StringComparer.Ordinal);
    private Lane? _turns;
    private long _steps;
    private int _thread;

    public Machine(int seed)
    {
        _random = new Random(seed);
        Trace = new Trace();
        Clock = new SimulatedClock(this);
        Main = new Lane(this, "world");
    }

    public SimulatedClock Clock { get; }

    public Trace Trace { get; }

    /// <summary>Where the world's own things run: wires, stores, timers, grains.</summary>
    public Lane Main { get; }

    /// <summary>Work items run so far. May be read from elsewhere.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Whose work item runs now, or ran last. May be read from elsewhere.</summary>
    public string Turning => Volatile.Read(ref _turns)?.Name ?? "nobody";

    /// <summary>How the first task came here that another thread queued, so that its order is not the seed's; null when none did.</summary>
    public string? CameFromElsewhere { get; private set; }

    /// <summary>Runs a story to its end, on this thread.</summary>
    /// <exception cref="StuckException">Nothing is left to run and the story has not ended, or it never will.</exception>
    public void Run(Func<Task> story)
    {
        _thread = Environment.CurrentManagedThreadId;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var running = Main.Start(story);
            while (!running.IsCompleted)
                Step(running);
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    internal void Add(Lane lane, Task task)
    {
        lock (_gate)
        {
            if (Environment.CurrentManagedThreadId != _thread)
                CameFromElsewhere ??= $"{lane.Name}: {new StackTrace()}";
            if (Steps > MostSteps - 100)
                _turning.Add(Ours(new StackTrace()));
            _tasks.Add((lane, task));
        }
    }

    private void Step(Task story)
    {
        if (++_steps > MostSteps)
            throw new StuckException($"After {MostSteps:N0} work items, at {Clock.Since}, the world still turns: a livelock. {string.Join("; ", _turning)}");

        // Now and then a timer comes before what is due to run: a machine may be slow.
        if ((_tasks.Count == 0 || _random.Next(256) == 0) && !Clock.MoveToNext(within: _tasks.Count == 0 ? null : TimeSpan.FromMilliseconds(50)) && _tasks.Count == 0)
            throw new StuckException($"Nothing is left to run, no timer waits, and the story has not ended ({story.Status}): a deadlock.");
        if (Next() is not var (lane, task))
            return;
        Volatile.Write(ref _turns, lane);
        lane.Execute(task);
    }

    private static string Ours(StackTrace trace) => string.Join(" < ", trace.GetFrames()
        .Select(frame => frame.GetMethod()?.DeclaringType)
        .Where(type => type?.Assembly.GetName().Name is { } name && (name.Contains("essionshare", StringComparison.OrdinalIgnoreCase) || name == "Orleans.InProcess"))
        .Select(type => type!.ToString())
        .Where(name => !name.StartsWith("SessionShare.Simulation.Machine", StringComparison.Ordinal) && !name.StartsWith("SessionShare.Simulation.Lane", StringComparison.Ordinal))
        .Distinct());

    private (Lane Lane, Task Task)? Next()
    {
        lock (_gate)
        {
            if (_tasks.Count == 0)
                return null;
            var index = _random.Next(_tasks.Count);
            Trace.Fold(index, _tasks.Count);
            var next = _tasks[index];
            _tasks[index] = _tasks[^1];
            _tasks.RemoveAt(_tasks.Count - 1);
            return next;
        }
    }
}

/// <summary>A world that can't come to its end.</summary>
internal sealed class StuckException(string message) : Exception(message);
