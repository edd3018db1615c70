using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Orleans.InProcess.Tests;

/// <summary>A started silo with memory storage "store", memory streams "streams" and a clock that only the test moves.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, FakeTimeProvider time) => (_host, Time) = (host, time);

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _host.Services;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public Journal Journal => _host.Services.GetRequiredService<Journal>();

    public static async Task<TestSilo> StartAsync(Action<ISiloBuilder>? configure = null)
    {
        var time = new FakeTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Journal>();
        builder.UseOrleans(silo =>
        {
            silo.AddMemoryGrainStorage("store");
            silo.AddMemoryStreams("streams");
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, time);
    }

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => Client.GetGrain<TGrain>(key);

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true)).ContinueWith(_ => { }, TaskScheduler.Default);
        _host.Dispose();
    }
}
