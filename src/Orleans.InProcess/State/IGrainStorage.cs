using Orleans.Runtime;

namespace Orleans
{
    /// <summary>A state on its way between a grain and its storage.</summary>
    public interface IGrainState<T>
    {
        T? State { get; set; }

        /// <summary>Names this version of the state; storage sets it at every read, write and clear.</summary>
        string? ETag { get; set; }

        /// <summary>Whether storage holds the state; storage sets it.</summary>
        bool RecordExists { get; set; }
    }

    /// <inheritdoc cref="IGrainState{T}"/>
    public sealed class GrainState<T> : IGrainState<T>
    {
        public GrainState()
        {
        }

        public GrainState(T? state) => State = state;

        public T? State { get; set; }

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}

namespace Orleans.Storage
{
    /// <summary>
    /// Where grains keep their states: a keyed service under the provider's name.
    /// A write or clear under an ETag that is not the stored one throws <see cref="InconsistentStateException"/> and changes nothing.
    /// </summary>
    public interface IGrainStorage
    {
        /// <summary>Fills in the stored state; where there is none, leaves the state as it is and says so.</summary>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }
}
