using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>
/// One life of a grain: its object, its queue of requests, its scheduler. Requests arrive from any thread;
/// everything else happens on the scheduler, one thing at a time.
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    [ThreadStatic]
    private static Activation? _current;

    private readonly Lock _gate = new();
    private readonly RequestQueue _requests = new();
    private readonly GrainClass _class;
    private readonly ActivationShared _shared;
    private readonly Dispatcher _dispatcher;
    private readonly ActivationScheduler _scheduler;
    private readonly AsyncServiceScope _services;
    private ActivationPhase _phase;
    private int _isSignalled;

    public Activation(long number, GrainId grainId, GrainClass grainClass, ActivationShared shared, Dispatcher dispatcher)
    {
        (Number, GrainId, _class, _shared, _dispatcher) = (number, grainId, grainClass, shared, dispatcher);
        _scheduler = new ActivationScheduler(this, shared.Engine.Scheduler, shared.Engine.TasksPerSlice);
        _services = shared.Services.CreateAsyncScope();
        _lastUsed = shared.Time.GetTimestamp();
    }

    /// <summary>The activation whose work runs on this thread.</summary>
    public static Activation? Current => _current;

    /// <summary>Counts the activations of the silo, from 1.</summary>
    public long Number { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _services.ServiceProvider;

    public ActivationShared Shared => _shared;

    public Enumerations Enumerations => field ??= new Enumerations(this);

    public static Activation? Enter(Activation? activation)
    {
        var outer = _current;
        _current = activation;
        return outer;
    }

    /// <summary>Queues a request; false once the activation has ended.</summary>
    public bool TryReceive(Request request)
    {
        lock (_gate)
        {
            if (_phase == ActivationPhase.Ended)
            {
                return false;
            }

            _requests.Add(request);
        }

        Signal();
        return true;
    }

    /// <summary>Ends the taking of requests, and gives what still waits.</summary>
    public IReadOnlyList<Request> TakeWaiting()
    {
        lock (_gate)
        {
            _phase = ActivationPhase.Ended;
            return _requests.TakeWaiting();
        }
    }

    /// <summary>Runs an action among the activation's work items, whatever its phase.</summary>
    public void Post(Action<object?> action, object? state) => _scheduler.Post(action, state);

    public void OnRequestFailed(Exception exception)
    {
        if (exception is InconsistentStateException { EndsActivation: true } conflict)
        {
            conflict.EndsActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict.Message));
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"activation {Number} of {GrainId}";

    private void Signal()
    {
        if (Interlocked.Exchange(ref _isSignalled, 1) == 0)
        {
            _scheduler.Post(static activation => ((Activation)activation!).TakeTurns(), this);
        }
    }

    private void TakeTurns()
    {
        Interlocked.Exchange(ref _isSignalled, 0);
        BeginPhaseWork();
        var started = 0;
        while (started < _shared.Engine.TasksPerSlice && TakeNext() is { } request)
        {
            Start(request);
            started++;
        }

        BeginPhaseWork();
        if (started == _shared.Engine.TasksPerSlice)
        {
            Signal();
        }
    }

    private void Start(Request request)
    {
        var running = request.RunAsync(this);
        if (running.IsCompleted)
        {
            End(request);
        }
        else
        {
            _ = EndLaterAsync(running, request);
        }
    }

    private Request? TakeNext()
    {
        lock (_gate)
        {
            return _phase switch
            {
                ActivationPhase.Active => _requests.TakeNext(ownOnly: false),
                ActivationPhase.Ending when _requests.IsRunning => _requests.TakeNext(ownOnly: true),
                _ => null,
            };
        }
    }

    private async Task EndLaterAsync(Task running, Request request)
    {
        await running;
        End(request);
        Signal();
    }

    private void End(Request request)
    {
        if (request.KeepsAlive)
        {
            Volatile.Write(ref _lastUsed, _shared.Time.GetTimestamp());
        }

        lock (_gate)
        {
            _requests.Ended(request);
        }
    }
}
