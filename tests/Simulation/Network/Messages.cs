namespace SessionShare.Simulation;

/// <summary>What a client sends to a hub.</summary>
internal abstract record Upward<THub>
{
    /// <param name="Id">Of the answer; null: none is wanted.</param>
    /// <param name="Name">The hub's method.</param>
    /// <param name="Call">Calls it.</param>
    public sealed record Invoke(long? Id, string Name, Func<THub, Task<object?>> Call) : Upward<THub>;

    public sealed record OpenStream(long Id, string Name, Func<THub, CancellationToken, IAsyncEnumerable<object>> Call) : Upward<THub>;

    public sealed record CancelStream(long Id) : Upward<THub>;

    public sealed record GoodBye : Upward<THub>;
}

/// <summary>What a hub sends to a client.</summary>
internal abstract record Downward
{
    public sealed record Answer(long Id, object? Result, string? Error) : Downward;

    public sealed record Item(long Id, object Value) : Downward;

    public sealed record StreamEnd(long Id, string? Error) : Downward;

    public sealed record GoodBye(string Why) : Downward;
}
