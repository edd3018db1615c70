using Orleans.Streams;

namespace Orleans.InProcess;

/// <summary>Feeds batches to an observer of single items.</summary>
internal sealed class OneByOne<T>(IAsyncObserver<T> observer) : IAsyncBatchObserver<T>
{
    public async Task OnNextAsync(IList<SequentialItem<T>> items)
    {
        foreach (var item in items)
        {
            await observer.OnNextAsync(item.Item, item.Token);
        }
    }

    public Task OnCompletedAsync() => observer.OnCompletedAsync();

    public Task OnErrorAsync(Exception ex) => observer.OnErrorAsync(ex);
}
