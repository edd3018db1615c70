using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The timers of an activation, oldest first.</summary>
internal sealed partial class Activation
{
    private readonly List<GrainTimer> _timers = [];

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
        {
            throw new InvalidOperationException($"A timer of {GrainId} can only be registered in one of its own turns.");
        }

        var timer = new GrainTimer(this, callback, options);
        _timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void RemoveTimer(GrainTimer timer) => _timers.Remove(timer);

    private void StopTimers()
    {
        foreach (var timer in _timers.ToArray())
        {
            timer.Dispose();
        }
    }
}
