using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.InProcess;
using Orleans.Storage;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;

namespace SessionShare.Simulation;

/// <summary>The silo: the grains on the in-process engine, over the world's stores.</summary>
internal sealed class SimulatedSilo
{
    private readonly IHost _host;

    public SimulatedSilo(World world)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new TraceLog(world.Machine.Trace, "silo"));
        builder.Services.AddSingleton<TimeProvider>(world.Machine.Clock);
        builder.Services.AddSingleton<RandomNumberGenerator>(new SeededBits(world.SeedOf("silo", 0)));
        builder.Services.AddSingleton<LiveSessions>();
        builder.Services.AddSingleton<SessionInstruments>();
        builder.Services.AddSingleton<QuotaInstruments>();
        builder.Services.AddSingleton<AuditInstruments>();
        builder.Services.AddSingleton<DueSweep>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<DueSweep>());
        builder.Services.AddSingleton<IDueGrains>(world.States);
        builder.Services.AddSingleton<IFrameLog>(world.Log);
        builder.Services.AddKeyedSingleton<IGrainStorage>("sessions", world.States);
        builder.Services.AddKeyedSingleton<IGrainStorage>("users", world.States);
        builder.Services.Configure<SessionOptions>(options =>
        {
            options.TailBytes = 32 * 1024;
            options.MaxHeldBytes = 512 * 1024;
            options.Grace = World.Grace;
            options.RememberEnded = World.RememberEnded;
        });
        builder.UseOrleans(silo => silo.Configure<InProcessEngineOptions>(options =>
        {
            options.Scheduler = world.Machine.Main;
            options.TasksPerSlice = 1;
        }));
        _host = builder.Build();
        Faults = _host.Services.GetRequiredService<ActivationFaults>();
        Grains = _host.Services.GetRequiredService<IGrainFactory>();
        Meters = _host.Services.GetRequiredService<IMeterFactory>();
    }

    public ActivationFaults Faults { get; }

    public IGrainFactory Grains { get; }

    public IMeterFactory Meters { get; }

    public async Task Start()
    {
        foreach (var service in _host.Services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    }

    public void Dispose() => _host.Dispose();
}
