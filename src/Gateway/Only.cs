namespace SessionShare.Gateway;

/// <summary>How a call whose answer is a stream is refused.</summary>
internal static class Only
{
    /// <summary>A stream of one item.</summary>
    public static async IAsyncEnumerable<T> Item<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }
}
