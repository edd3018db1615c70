using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Brings requests to the one activation of their grain, activating it where there is none.</summary>
internal sealed class Dispatcher(GrainClasses classes, ActivationShared shared, Deadlines deadlines) : IDisposable
{
    // A request that met this many ending activations is given back to its caller.
    private const int MaxForwarded = 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private long _lastNumber;
    private long _lastEnumerationId;
    private bool _isOpen;

    public Deadlines Deadlines => deadlines;

    /// <summary>Lets grains be activated, from the silo's start until its stop.</summary>
    public void Open() => SetOpen(true);

    /// <summary>From here on only grains that are active are reached.</summary>
    public void Close() => SetOpen(false);

    public void Dispatch(Call call)
    {
        try
        {
            while (!Find(call.Target).TryReceive(call))
            {
                // It ended in between; the next look finds its successor.
            }
        }
        catch (OrleansException refusal)
        {
            call.Reject(refusal);
        }
    }

    /// <summary>Removes an ended activation, and hands what waits for it to its successor, or back where it failed to activate.</summary>
    public void Retire(Activation activation, DeactivationReason reason)
    {
        lock (_gate)
        {
            _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));
            foreach (var request in activation.TakeWaiting())
            {
                Forward(request, activation, reason);
            }
        }
    }

    public long NextEnumerationId() => Interlocked.Increment(ref _lastEnumerationId);

    /// <summary>Every activation, oldest first.</summary>
    public IReadOnlyList<Activation> Snapshot() => [.. _activations.Values.OrderBy(activation => activation.Number)];

    public void Dispose() => deadlines.Dispose();

    private void Forward(Request request, Activation from, DeactivationReason reason)
    {
        if (request.IsOwn || request.IsAnswered)
        {
            return;
        }

        if (reason.Exception is { } failure)
        {
            request.Reject(failure);
        }
        else if (request.Forwarded++ == MaxForwarded)
        {
            request.Reject(new OrleansMessageRejectionException($"{request} met {MaxForwarded + 1} ending activations. The last: {reason}"));
        }
        else
        {
            Dispatch((Call)request);
        }
    }

    private Activation Find(GrainId grainId) => _activations.TryGetValue(grainId, out var found) ? found : Activate(grainId);

    private Activation Activate(GrainId grainId)
    {
        lock (_gate)
        {
            if (_activations.TryGetValue(grainId, out var found))
            {
                return found;
            }

            if (!_isOpen)
            {
                throw new SiloUnavailableException($"The silo is not running, so {grainId} cannot be activated.");
            }

            var created = new Activation(++_lastNumber, grainId, classes.OfType(grainId.Type), shared, this);
            _activations[grainId] = created;
            return created;
        }
    }

    private void SetOpen(bool open)
    {
        lock (_gate)
        {
            _isOpen = open;
        }
    }
}
