using System.Threading.Channels;

namespace SessionShare.Client.Tests;

internal static class Patience
{
    /// <summary>How long a test waits for what must come.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Most);

    public static Task Soon(this Task task) => task.WaitAsync(Most);

    public static Task<T> Next<T>(this Channel<T> channel) => channel.Reader.ReadAsync().AsTask().Soon();

    /// <summary>The next event of this kind; others before it are passed over.</summary>
    public static async Task<TEvent> Next<TEvent, TAny>(this IAsyncEnumerator<TAny> events)
        where TEvent : TAny
    {
        while (await events.MoveNextAsync().AsTask().Soon())
        {
            if (events.Current is TEvent found)
                return found;
        }

        throw new InvalidOperationException($"The events ended before a {typeof(TEvent).Name} came.");
    }
}
