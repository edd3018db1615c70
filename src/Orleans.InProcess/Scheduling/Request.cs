namespace Orleans.InProcess;

/// <summary>One piece of work for an activation: a call, a tick of one of its timers, a delivery of a stream.</summary>
internal abstract class Request
{
    /// <summary>May start while others run, and holds back none.</summary>
    public abstract bool Interleaves { get; }

    /// <summary>Belongs to the activation itself and ends with it, where other requests go on to the next activation.</summary>
    public virtual bool IsOwn => false;

    /// <summary>Counts as use of the activation, for idleness.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Nobody waits any more: it timed out or was cancelled before it started.</summary>
    public virtual bool IsAnswered => false;

    /// <summary>How often an ending activation passed it on.</summary>
    public int Forwarded { get; set; }

    /// <summary>Runs to its end on the activation's scheduler. Never throws.</summary>
    public abstract Task RunAsync(Activation activation);

    /// <summary>Answers without running.</summary>
    public abstract void Reject(Exception reason);
}
