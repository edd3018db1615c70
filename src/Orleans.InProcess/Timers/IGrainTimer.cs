using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of a grain. It ends when disposed, or with its activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next callback and the time between callbacks. During a callback it takes effect at its end.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a grain timer calls back, and how that relates to requests.</summary>
public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this() => (DueTime, Period) = (dueTime, period);

    /// <summary>Time to the first callback. Zero: as soon as possible; infinite: not until changed.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a callback to the next. Infinite: no next.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Callbacks may run while requests await. Default: no, a callback is a turn like a request.</summary>
    public bool Interleave { get; init; }

    /// <summary>Callbacks count as use, so they keep idleness from ending the activation. Default: no.</summary>
    public bool KeepAlive { get; init; }
}
