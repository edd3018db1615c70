namespace Orleans.Conformance.Surface;

/// <summary>
/// Public types of our engine that Orleans has outside Orleans.Core.Abstractions, by the assembly that has them. The package feed that this is
/// built on has no package of these assemblies, so they can be compared only in a build on real Orleans; until then the names are all there is.
/// </summary>
internal static class Elsewhere
{
    private static readonly Dictionary<string, string[]> TypesOf = new()
    {
        ["Orleans.Core"] =
        [
            "Orleans.Configuration.MessagingOptions",
            "Orleans.GrainState`1",
            "Orleans.IClusterClient",
            "Orleans.IGrainState`1",
            "Orleans.ServiceLifecycleStage",
            "Orleans.Storage.IGrainStorage",
            "Orleans.Storage.InconsistentStateException",
        ],
        ["Orleans.Persistence.Memory"] =
        [
            "Orleans.Configuration.MemoryGrainStorageOptions",
            "Orleans.Hosting.MemoryGrainStorageSiloBuilderExtensions",
        ],
        ["Orleans.Runtime"] =
        [
            "Microsoft.Extensions.Hosting.OrleansSiloGenericHostExtensions",
            "Orleans.Configuration.GrainCollectionOptions",
            "Orleans.Configuration.SiloMessagingOptions",
            "Orleans.Hosting.ISiloBuilder",
            "Orleans.Hosting.SiloBuilderExtensions",
            "Orleans.Runtime.Hosting.StorageProviderExtensions",
            "Orleans.Runtime.IPersistentState`1",
            "Orleans.Runtime.ISiloLifecycle",
            "Orleans.Runtime.PersistentStateAttribute",
        ],
        ["Orleans.Serialization.Abstractions"] =
        [
            "Orleans.AliasAttribute",
            "Orleans.GenerateSerializerAttribute",
            "Orleans.IdAttribute",
            "Orleans.ImmutableAttribute",
        ],
        ["Orleans.Streaming"] =
        [
            "Orleans.ClientStreamingExtensions",
            "Orleans.GrainStreamingExtensions",
            "Orleans.Hosting.ISiloMemoryStreamConfigurator",
            "Orleans.Hosting.SiloBuilderMemoryStreamExtensions",
            "Orleans.Runtime.StreamId",
            "Orleans.Streams.AsyncObservableExtensions",
            "Orleans.Streams.IAsyncBatchObservable`1",
            "Orleans.Streams.IAsyncBatchObserver`1",
            "Orleans.Streams.IAsyncBatchProducer`1",
            "Orleans.Streams.IAsyncObservable`1",
            "Orleans.Streams.IAsyncObserver`1",
            "Orleans.Streams.IAsyncStream",
            "Orleans.Streams.IAsyncStream`1",
            "Orleans.Streams.IStreamProvider",
            "Orleans.Streams.SequentialItem`1",
            "Orleans.Streams.StreamSequenceToken",
            "Orleans.Streams.StreamSubscriptionHandle`1",
        ],
    };

    /// <summary>The assembly of each type.</summary>
    public static IReadOnlyDictionary<string, string> AssemblyOf { get; } =
        TypesOf.SelectMany(entry => entry.Value.Select(type => (Type: type, Assembly: entry.Key))).ToDictionary(pair => pair.Type, pair => pair.Assembly);
}
