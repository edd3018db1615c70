using Orleans.InProcess;

namespace Orleans.Runtime;

/// <summary>How a sequence that a grain method returned is fetched.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>
    /// The most items that one answer may bring, from those that are there without waiting. Default 100.
    /// A sequence that is not a grain's is returned as it is.
    /// </summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        if (self is RemoteSequence<T> sequence)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
            sequence.MaxBatchSize = maxBatchSize;
        }

        return self;
    }
}

/// <summary>
/// The grain does not know the enumeration any more: the activation that ran it has ended, or the caller did not ask for longer than
/// a response timeout.
/// </summary>
public sealed class EnumerationAbortedException : Exception
{
    public EnumerationAbortedException(string message)
        : base(message)
    {
    }
}
