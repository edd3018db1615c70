using Orleans.InProcess;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What a grain can ask of its activation.</summary>
public static class GrainBaseExtensions
{
    /// <summary>
    /// Calls back after <see cref="GrainTimerCreationOptions.DueTime"/>, then every <see cref="GrainTimerCreationOptions.Period"/>
    /// counted from the end of the last callback. A callback is a turn like a request; what it throws is logged and the timer goes on.
    /// </summary>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        return ((Activation)grain.GrainContext).AddTimer(callback, options);
    }
}
