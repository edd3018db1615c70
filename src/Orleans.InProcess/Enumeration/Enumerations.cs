using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// The enumerations that an activation runs. One that nobody asks for during a whole response timeout is ended:
/// its caller is gone.
/// </summary>
internal sealed class Enumerations(Activation activation)
{
    private readonly SortedDictionary<long, Enumeration> _running = [];
    private IGrainTimer? _expiry;

    public Task<Page<T>> StartAsync<T>(long id, RemoteSequence<T> sequence, CancellationToken cancellation)
    {
        _expiry ??= StartExpiry();
        var started = new Enumeration<T>(activation, sequence);
        _running.Add(id, started);
        return PullAsync(id, started, cancellation);
    }

    public Task<Page<T>> ContinueAsync<T>(long id, CancellationToken cancellation) =>
        _running.TryGetValue(id, out var known)
            ? PullAsync(id, (Enumeration<T>)known, cancellation)
            : Task.FromResult(Page<T>.Of(PageKind.Unknown));

    public async Task<bool> EndAsync(long id)
    {
        if (!_running.Remove(id, out var ended))
        {
            return false;
        }

        await ended.DisposeAsync();
        return true;
    }

    public async Task DisposeAsync()
    {
        foreach (var id in _running.Keys.ToArray())
        {
            await EndAsync(id);
        }
    }

    private async Task<Page<T>> PullAsync<T>(long id, Enumeration<T> enumeration, CancellationToken cancellation)
    {
        var page = await enumeration.PullAsync(cancellation);
        if (!page.KeepsEnumeration)
        {
            await EndAsync(id);
        }

        return page;
    }

    private IGrainTimer StartExpiry()
    {
        var timeout = activation.Shared.ResponseTimeout;
        return activation.AddTimer(EndAbandonedAsync, new GrainTimerCreationOptions(timeout, timeout) { Interleave = true });
    }

    private async Task EndAbandonedAsync(CancellationToken cancellation)
    {
        foreach (var (id, _) in _running.Where(entry => entry.Value.IsAbandoned()).ToArray())
        {
            await EndAsync(id);
        }

        if (_running.Count == 0)
        {
            _expiry?.Dispose();
            _expiry = null;
        }
    }
}
