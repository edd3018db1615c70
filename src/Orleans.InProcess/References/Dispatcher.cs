using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Brings requests to the one activation of their grain, activating it where there is none.</summary>
internal sealed class Dispatcher(GrainClasses classes, ActivationShared shared, Deadlines deadlines)
{
    // A request that met this many ending activations is given back to its caller.
    private const int MaxForwarded = 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private long _lastNumber;
    private long _lastEnumerationId;
    private volatile Reach _reach;

    public Deadlines Deadlines => deadlines;

    /// <summary>Lets grains be activated.</summary>
    public void Open() => MoveTo(Reach.Everything);

    /// <summary>From here on only grains that are active are reached.</summary>
    public void Close() => MoveTo(Reach.ActiveGrains);

    /// <summary>From here on nothing is reached, and whoever waits for an answer is told so.</summary>
    public void Stop()
    {
        MoveTo(Reach.Nothing);
        deadlines.RejectAll(() => new SiloUnavailableException("The silo has stopped and can no longer answer."));
    }

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
        List<(Request Request, Exception Reason)> rejected = [];
        lock (_gate)
        {
            _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));
            foreach (var request in activation.TakeWaiting())
            {
                if (Refusal(request, activation, reason) is { } refusal)
                {
                    rejected.Add((request, refusal));
                }
                else if (!request.IsAnswered)
                {
                    // Under the gate, so that no later request overtakes it on the way to the successor.
                    Find(activation.GrainId).TryReceive(request);
                }
            }
        }

        foreach (var (request, refusal) in rejected)
        {
            request.Reject(refusal);
        }
    }

    /// <summary>Forgets a grain's activation, and gives it; null when there is none.</summary>
    public Activation? Displace(GrainId grainId)
    {
        lock (_gate)
        {
            return _activations.TryRemove(grainId, out var activation) ? activation : null;
        }
    }

    public long NextEnumerationId() => Interlocked.Increment(ref _lastEnumerationId);

    /// <summary>Every activation, oldest first.</summary>
    public IReadOnlyList<Activation> Snapshot() => [.. _activations.Values.OrderBy(activation => activation.Number)];

    private Exception? Refusal(Request request, Activation from, DeactivationReason reason)
    {
        if (request.IsOwn)
        {
            return new OrleansMessageRejectionException($"{from} has ended: {reason}");
        }

        if (reason.Exception is { } failure)
        {
            return failure;
        }

        if (_reach != Reach.Everything)
        {
            return new SiloUnavailableException($"The silo is stopping, and {from} has ended.");
        }

        return request.Forwarded++ < MaxForwarded ? null
            : new OrleansMessageRejectionException($"{request} met {MaxForwarded + 1} ending activations. The last: {reason}");
    }

    private Activation Find(GrainId grainId) =>
        _reach != Reach.Nothing && _activations.TryGetValue(grainId, out var found) ? found : Activate(grainId);

    private Activation Activate(GrainId grainId)
    {
        lock (_gate)
        {
            if (_reach != Reach.Nothing && _activations.TryGetValue(grainId, out var found))
            {
                return found;
            }

            if (_reach != Reach.Everything)
            {
                throw new SiloUnavailableException($"The silo is not running, so {grainId} cannot be activated.");
            }

            var created = new Activation(++_lastNumber, grainId, classes.OfType(grainId.Type), shared, this);
            _activations[grainId] = created;
            return created;
        }
    }

    private void MoveTo(Reach reach)
    {
        lock (_gate)
        {
            _reach = reach;
        }
    }

    private enum Reach
    {
        Nothing,
        ActiveGrains,
        Everything,
    }
}
