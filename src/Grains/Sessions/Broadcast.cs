namespace SessionShare.Grains.Sessions;

/// <summary>
/// Wakes everyone who waits: take <see cref="Next"/>, look at the state, then await what was taken. Used on one scheduler only.
/// </summary>
internal sealed class Broadcast
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    public Task Next => _next.Task;

    /// <summary>Something changed.</summary>
    public void Raise()
    {
        var raised = _next;
        _next = New();
        raised.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
