using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SessionShare.Client.Tests;

/// <summary>The server's end of one connection: what it says is read by the client's stream, until it is cut.</summary>
internal abstract class FakeConnection<TItem> : ISessionConnection
{
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<TItem> _said = Channel.CreateUnbounded<TItem>();

    public Task<string> Closed => _closed.Task;

    public bool IsCut => _closed.Task.IsCompleted;

    /// <summary>Says something on the client's stream.</summary>
    public void Say(TItem item) => _said.Writer.TryWrite(item);

    /// <summary>Ends the stream as a server that stops does.</summary>
    public void Stop() => _said.Writer.TryComplete();

    /// <summary>The connection is gone; what was said before is still heard.</summary>
    public void Cut(string why = "The network is gone.")
    {
        _closed.TrySetResult(why);
        _said.Writer.TryComplete(new ConnectionLostException(why));
    }

    public ValueTask DisposeAsync()
    {
        Cut("Closed by the client.");
        return ValueTask.CompletedTask;
    }

    protected async IAsyncEnumerable<TItem> Stream([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _said.Reader.ReadAllAsync(cancellationToken))
            yield return item;
    }

    /// <summary>Hands a call to the test, and waits for its answer or the loss of the connection.</summary>
    protected async Task<TReply> Ask<TRequest, TReply>(Channel<Call<TRequest, TReply>> calls, TRequest request, CancellationToken cancellationToken)
    {
        var call = new Call<TRequest, TReply>(request);
        if (!IsCut)
            calls.Writer.TryWrite(call);
        if (await Task.WhenAny(call.Answer.Task, Closed).WaitAsync(cancellationToken) == Closed)
            throw new ConnectionLostException(await Closed);
        return await call.Answer.Task;
    }

    /// <summary>Hands a message to the test.</summary>
    protected Task Send<T>(Channel<T> messages, T message)
    {
        if (IsCut)
            return Task.FromException(new ConnectionLostException("The connection is gone."));
        messages.Writer.TryWrite(message);
        return Task.CompletedTask;
    }
}

/// <summary>A call that waits for the test's answer.</summary>
internal sealed record Call<TRequest, TReply>(TRequest Request)
{
    public TaskCompletionSource<TReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
