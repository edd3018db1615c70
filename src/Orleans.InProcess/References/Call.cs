using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A request with a caller who waits for an answer, for a bounded time.</summary>
internal abstract class Call : Request
{
    /// <summary>When the answer is overdue, in timestamps of the clock.</summary>
    public long Deadline { get; set; }

    /// <summary>Neighbours in <see cref="Deadlines"/>, which alone uses them.</summary>
    public Call? Earlier { get; set; }

    public Call? Later { get; set; }

    public abstract GrainId Target { get; }

    public abstract void Send(Dispatcher dispatcher);

    public abstract void TimeOut(TimeSpan after);
}
