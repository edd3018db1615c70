using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR.Client;

namespace SessionShare.Client;

/// <summary>
/// A started hub connection. Whatever goes wrong on it comes out as <see cref="ConnectionLostException"/>: a hub method
/// answers expected refusals as values, so an error is a broken server or a lost connection, and both are answered by
/// connecting again.
/// </summary>
internal sealed class HubLink : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HubLink(HubConnection hub)
    {
        _hub = hub;
        hub.Closed += failure =>
        {
            _closed.TrySetResult(failure?.Message ?? "The connection was closed.");
            return Task.CompletedTask;
        };
    }

    public Task<string> Closed => _closed.Task;

    public async Task Send(string method, object? argument, CancellationToken cancellationToken)
    {
        try
        {
            await _hub.SendCoreAsync(method, [argument], cancellationToken);
        }
        catch (Exception failure) when (IsLoss(failure, cancellationToken))
        {
            throw Lost(failure);
        }
    }

    public async Task<T> Invoke<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await _hub.InvokeCoreAsync<T>(method, arguments, cancellationToken);
        }
        catch (Exception failure) when (IsLoss(failure, cancellationToken))
        {
            throw Lost(failure);
        }
    }

    public async IAsyncEnumerable<T> Stream<T>(
        string method, object? argument, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = _hub.StreamAsyncCore<T>(method, [argument], cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await Next(items, cancellationToken))
            yield return items.Current;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _closed.TrySetResult("The connection was closed here.");
    }

    private async ValueTask<bool> Next<T>(IAsyncEnumerator<T> items, CancellationToken cancellationToken)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception failure) when (IsLoss(failure, cancellationToken))
        {
            throw Lost(failure);
        }
    }

    private static bool IsLoss(Exception failure, CancellationToken cancellationToken) =>
        !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private ConnectionLostException Lost(Exception failure) =>
        new(_closed.Task.IsCompletedSuccessfully ? _closed.Task.Result : Sentence(failure), failure);

    private static string Sentence(Exception failure) =>
        failure is OperationCanceledException ? "The connection was closed." : failure.Message;
}
