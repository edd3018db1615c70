using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Pulls a grain's sequence page by page. The grain goes on only when it is asked, so a slow caller slows it.</summary>
internal sealed class RemoteEnumerator<T> : IAsyncEnumerator<T>
{
    private readonly RemoteSequence<T> _sequence;
    private readonly long _id;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _cancellation;
    private Page<T> _page = Page<T>.Of(PageKind.Items);
    private int _index;
    private bool _hasStarted;
    private bool _isDisposed;

    public RemoteEnumerator(RemoteSequence<T> sequence, long id, CancellationToken cancellation)
    {
        (_sequence, _id) = (sequence, id);
        _linked = sequence.Token.CanBeCanceled && cancellation.CanBeCanceled && sequence.Token != cancellation
            ? CancellationTokenSource.CreateLinkedTokenSource(sequence.Token, cancellation)
            : null;
        _cancellation = _linked?.Token ?? (cancellation.CanBeCanceled ? cancellation : sequence.Token);
    }

    public T Current
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _page.Items[_index];
        }
    }

    public ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasStarted && ++_index < _page.Items.Count)
        {
            return new ValueTask<bool>(true);
        }

        return _page.Kind == PageKind.Last ? new ValueTask<bool>(false) : new ValueTask<bool>(PullAsync().Unwrap());
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_hasStarted)
        {
            await EndAtGrainAsync();
        }

        _linked?.Dispose();
    }

    /// <summary>What the grain threw is returned, not thrown, so that no frame of the engine comes to its stack.</summary>
    private async Task<Task<bool>> PullAsync()
    {
        var mayHaveEnumeration = _hasStarted;
        try
        {
            Page<T> page;
            do
            {
                _cancellation.ThrowIfCancellationRequested();
                mayHaveEnumeration = true;
                page = await NextPageAsync();
                _hasStarted = true;
                mayHaveEnumeration = page.KeepsEnumeration;
            }
            while (page.Kind == PageKind.Nothing);

            return Accept(page);
        }
        catch when (mayHaveEnumeration)
        {
            await EndAtGrainAsync();
            throw;
        }
    }

    private Task<bool> Accept(Page<T> page)
    {
        switch (page.Kind)
        {
            case PageKind.Failed:
                return Task.FromException<bool>(page.Failure!);
            case PageKind.Cancelled:
                return Task.FromException<bool>(new OperationCanceledException(_cancellation));
            case PageKind.Unknown:
                return Task.FromException<bool>(new EnumerationAbortedException(
                    $"{_sequence.Target} does not know this enumeration: its activation has ended, or nobody asked for too long."));
            default:
                (_page, _index) = (page, 0);
                return Task.FromResult(page.Items.Count > 0);
        }
    }

    private Task<Page<T>> NextPageAsync() => _hasStarted
        ? SendAsync("continuing", (enumerations, token) => enumerations.ContinueAsync<T>(_id, token), _cancellation)
        : SendAsync("starting", (enumerations, token) => enumerations.StartAsync(_id, _sequence, token), _cancellation);

    private async Task EndAtGrainAsync()
    {
        Task ending = SendAsync<bool>("ending", (enumerations, _) => enumerations.EndAsync(_id), CancellationToken.None);
        await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private Task<TAnswer> SendAsync<TAnswer>(
        string verb, Func<Enumerations, CancellationToken, Task<TAnswer>> work, CancellationToken cancellation)
    {
        var call = new EnumerationCall<TAnswer>(_sequence.Target, verb, work, cancellation);
        call.Send(_sequence.Dispatcher);
        return call.Answer;
    }
}
