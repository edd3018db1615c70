using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Conformance.Engines;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Conformance;

/// <summary>
/// A silo in this process on the engine that this build has, with memory storage "store", memory streams "streams" and the system's clock.
/// </summary>
public sealed class ConformanceSilo : IAsyncLifetime
{
    private readonly IHost _host;
    private bool _hasStopped;

    public ConformanceSilo()
        : this(_ => { })
    {
    }

    internal ConformanceSilo(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Journals>();
        builder.UseOrleans(silo =>
        {
            Engine.UseOneProcess(silo);
            silo.AddMemoryGrainStorage("store");
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams("streams");
            configure(silo);
        });
        _host = builder.Build();
    }

    internal IStreamProvider Streams => Client.GetStreamProvider("streams");

    internal IGrainStorage Store => _host.Services.GetRequiredKeyedService<IGrainStorage>("store");

    private IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>A key that no other test uses.</summary>
    internal static string NewKey() => Guid.NewGuid().ToString("N");

    internal static async Task<ConformanceSilo> Start(Action<ISiloBuilder> configure)
    {
        var silo = new ConformanceSilo(configure);
        await silo.InitializeAsync();
        return silo;
    }

    /// <summary>A grain of a new key, and the journal that it writes.</summary>
    internal (TGrain Grain, Journal Journal) New<TGrain>()
        where TGrain : IGrainWithStringKey
    {
        var key = NewKey();
        return (Grain<TGrain>(key), Journal(key));
    }

    internal TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => Client.GetGrain<TGrain>(key);

    internal Journal Journal(string key) => _host.Services.GetRequiredService<Journals>().Of(key);

    /// <summary>Stops as a host does on SIGTERM.</summary>
    internal async Task Stop()
    {
        _hasStopped = true;
        await _host.StopAsync();
    }

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync()
    {
        if (!_hasStopped)
            await Stop();
        _host.Dispose();
    }
}

/// <summary>The tests that share one silo.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSilo : ICollectionFixture<ConformanceSilo>
{
    public const string Name = "One silo";
}
