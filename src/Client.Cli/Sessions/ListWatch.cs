using SessionShare.Client;

namespace SessionShare.Cli.Sessions;

/// <summary>Follows a person's sessions, and shows each change at once.</summary>
internal sealed class ListWatch(SessionList list, IListView view, TimeProvider time)
{
    /// <summary>Ages in the lists are shown anew so often.</summary>
    private static readonly TimeSpan Ageing = TimeSpan.FromSeconds(30);

    /// <summary>Until it is cancelled, or over.</summary>
    /// <returns>Null when it was cancelled, else what the command exits with.</returns>
    public async Task<int?> Run(CancellationToken cancellationToken)
    {
        await using var events = list.Follow(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            var next = events.MoveNextAsync().AsTask();
            while (true)
            {
                using var ageing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (await Task.WhenAny(next, Task.Delay(Ageing, time, ageing.Token)) != next)
                {
                    view.Aged(list.Now);
                    continue;
                }

                await ageing.CancelAsync();
                if (!await next)
                    return 0;
                view.Show(events.Current, list.Now);
                if (events.Current is ListEvent.Closed closed)
                    throw new RefusedException(closed.Why);
                next = events.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            view.End(list.Now);
        }
    }
}
