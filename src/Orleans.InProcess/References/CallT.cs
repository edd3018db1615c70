using System.Diagnostics;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// A call that is answered with a <typeparamref name="T"/>, once: by its grain, its deadline, its canceller or the engine.
/// </summary>
internal abstract class Call<T>(GrainId target, CancellationToken cancellation) : Call
{
    // Answered inside a work item of the grain, where an awaiting caller is queued to its own scheduler and never runs in place.
    // RunContinuationsAsynchronously would send WhenAll and WaitAsync over the thread pool, which no simulator can order.
    private readonly TaskCompletionSource<T> _answer = new();
    private readonly CallCancellation? _cancellation = cancellation.CanBeCanceled ? new CallCancellation() : null;
    private CancellationTokenRegistration _registration;
    private Deadlines? _deadlines;

    public override GrainId Target => target;

    public Task<T> Answer => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>What the grain sees: cancelled on the grain's own scheduler after the caller cancelled.</summary>
    protected CancellationToken GrainToken => _cancellation?.Token ?? CancellationToken.None;

    public override void Send(Dispatcher dispatcher)
    {
        if (cancellation.IsCancellationRequested)
        {
            _answer.TrySetCanceled(cancellation);
            return;
        }

        _deadlines = dispatcher.Deadlines;
        _deadlines.Add(this);
        if (_cancellation is not null)
        {
            _registration = cancellation.UnsafeRegister(static call => ((Call<T>)call!).Cancel(), this);
        }

        dispatcher.Dispatch(this);
    }

    public sealed override async Task RunAsync(Activation activation)
    {
        // Nothing is thrown on its way through here, so that what a grain threw reaches its caller without frames of the engine.
        var running = Start(activation);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (running.IsCompletedSuccessfully)
        {
            Complete(running is Task<T> answered ? answered.Result : default!);
            return;
        }

        var exception = running.Exception?.InnerException ?? new TaskCanceledException(running);
        activation.OnRequestFailed(exception);
        Reject(exception);
    }

    public override void Reject(Exception reason)
    {
        Close();
        if (reason is OperationCanceledException cancelled)
        {
            _answer.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _answer.TrySetException(reason);
        }
    }

    public override void TimeOut(TimeSpan after) =>
        Reject(new TimeoutException($"{this} was not answered within {after}."));

    /// <summary>Runs the call. The task's result is the answer; a task without one answers nothing.</summary>
    protected abstract Task InvokeAsync(Activation activation);

    [StackTraceHidden]
    private Task Start(Activation activation)
    {
        try
        {
            _cancellation?.RunsOn(activation);
            return InvokeAsync(activation);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    private void Complete(T result)
    {
        Close();
        _answer.TrySetResult(result);
    }

    private void Cancel()
    {
        Reject(new OperationCanceledException(cancellation));
        _cancellation!.Cancel();
    }

    private void Close()
    {
        _deadlines?.Remove(this);
        _registration.Unregister();
    }
}
