namespace Orleans.InProcess;

/// <summary>
/// Decides which request of an activation may start. One ordinary request blocks the others until it ends; interleaving ones
/// start at any time and block none. Requests start in order of arrival wherever two of them may.
/// </summary>
internal sealed class RequestQueue
{
    private readonly List<Request> _waiting = [];
    private readonly List<Request> _running = [];
    private Request? _blocking;

    // The head of the queue that the blocking request is already known to hold back.
    private int _heldBack;

    public bool IsRunning => _running.Count > 0;

    public bool IsIdle => _running.Count == 0 && _waiting.Count == 0;

    public void Add(Request request) => _waiting.Add(request);

    /// <summary>Takes the first request that may start, and counts it as running.</summary>
    /// <param name="ownOnly">Passes over everything but the activation's own: what an ending activation may still run.</param>
    public Request? TakeNext(bool ownOnly)
    {
        for (var i = ownOnly ? 0 : _heldBack; i < _waiting.Count; i++)
        {
            var request = _waiting[i];
            if (request.IsAnswered)
            {
                _waiting.RemoveAt(i--);
            }
            else if (MayStart(request) && (request.IsOwn || !ownOnly))
            {
                _waiting.RemoveAt(i);
                _heldBack = ownOnly ? 0 : i;
                return Started(request);
            }
        }

        _heldBack = ownOnly ? 0 : _waiting.Count;
        return null;
    }

    public void Ended(Request request)
    {
        _running.Remove(request);
        if (request == _blocking)
        {
            _blocking = null;
            _heldBack = 0;
        }
    }

    /// <summary>Empties the queue, in order.</summary>
    public IReadOnlyList<Request> TakeWaiting()
    {
        Request[] taken = [.. _waiting];
        _waiting.Clear();
        _heldBack = 0;
        return taken;
    }

    /// <summary>Forgets what runs, and gives it.</summary>
    public IReadOnlyList<Request> TakeRunning()
    {
        Request[] taken = [.. _running];
        _running.Clear();
        return taken;
    }

    private bool MayStart(Request request) => _blocking is null || request.Interleaves;

    private Request Started(Request request)
    {
        _running.Add(request);
        if (!request.Interleaves)
        {
            _blocking ??= request;
        }

        return request;
    }
}
