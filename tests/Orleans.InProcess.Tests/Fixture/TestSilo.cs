using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Streams;

namespace Orleans.InProcess.Tests;

/// <summary>A started silo with memory storage "store", memory streams "streams" and a clock that only the test moves.</summary>
public sealed class TestSilo
{
    private readonly IHost _host;

    private readonly IStoryScheduler _scheduler;

    private TestSilo(IHost host, IStoryScheduler scheduler, FakeTimeProvider time) => (_host, _scheduler, Time) = (host, scheduler, time);

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _host.Services;

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    public Journal Journal => Services.GetRequiredService<Journal>();

    public IStreamProvider Streams => Client.GetStreamProvider("streams");

    private IHostedService[] HostedServices => [.. Services.GetServices<IHostedService>()];

    /// <summary>Starts the silo without its host's own start, which would leave the scheduler that it is called on.</summary>
    public static async Task<TestSilo> StartAsync<TScheduler>(TScheduler scheduler, Action<ISiloBuilder>? configure)
        where TScheduler : TaskScheduler, IStoryScheduler
    {
        var silo = Build(scheduler, configure);
        foreach (var service in silo.HostedServices)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return silo;
    }

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => Client.GetGrain<TGrain>(key);

    /// <summary>Ends when every grain waits for something from outside.</summary>
    public Task Quiet() => _scheduler.Quiet();

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (var service in HostedServices.Reverse())
        {
            await service.StopAsync(cancellationToken);
        }
    }

    /// <summary>Stops without waiting for grains that are still busy.</summary>
    public async Task AbandonAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }

    private static TestSilo Build<TScheduler>(TScheduler scheduler, Action<ISiloBuilder>? configure)
        where TScheduler : TaskScheduler, IStoryScheduler
    {
        var time = new FakeTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Journal>();
        builder.UseOrleans(silo =>
        {
            silo.AddMemoryGrainStorage("store");
            silo.AddMemoryStreams("streams");
            silo.Configure<InProcessEngineOptions>(options => options.Scheduler = scheduler);
            silo.Configure<InProcessEngineOptions>(options => options.TasksPerSlice = scheduler is SeededScheduler ? 1 : 64);
            configure?.Invoke(silo);
        });
        return new TestSilo(builder.Build(), scheduler, time);
    }
}
