namespace Orleans.Core
{
    /// <summary>One stored state of a grain, as its grain handles it.</summary>
    public interface IStorage
    {
        /// <summary>What storage called the state when this activation last read or wrote it; null if it never did.</summary>
        string? Etag { get; }

        /// <summary>True where storage holds the state; false where it was never written or is cleared.</summary>
        bool RecordExists { get; }

        /// <summary>Removes the state from storage.</summary>
        Task ClearStateAsync();

        /// <summary>Writes the state as it is when the write starts.</summary>
        /// <exception cref="Storage.InconsistentStateException">Someone else wrote since this activation read or wrote.</exception>
        Task WriteStateAsync();

        /// <summary>Reads the state anew; what was not written is lost.</summary>
        Task ReadStateAsync();
    }

    /// <summary>One stored state of a grain, with its value.</summary>
    public interface IStorage<TState> : IStorage
    {
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>Stored state that is injected into a grain's constructor and read before OnActivateAsync.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;
}
