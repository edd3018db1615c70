namespace Orleans.Streams;

/// <summary>Takes the items of a stream, one at a time: the next comes when the task of the last has ended.</summary>
public interface IAsyncObserver<in T>
{
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    Task OnCompletedAsync() => Task.CompletedTask;

    Task OnErrorAsync(Exception ex);
}

/// <summary>Takes the items of a stream, as many at a time as there are.</summary>
public interface IAsyncBatchObserver<T>
{
    Task OnNextAsync(IList<SequentialItem<T>> items);

    Task OnCompletedAsync() => Task.CompletedTask;

    Task OnErrorAsync(Exception ex);
}

/// <summary>Takes whole batches from a producer.</summary>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}

/// <summary>An item and its place in the stream.</summary>
public class SequentialItem<T>(T item, StreamSequenceToken token)
{
    public T Item { get; } = item;

    public StreamSequenceToken Token { get; } = token;
}
