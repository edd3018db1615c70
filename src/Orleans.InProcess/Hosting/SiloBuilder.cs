using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The builder of a host's one silo; several UseOrleans calls configure the same.</summary>
internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    public static SiloBuilder For(IServiceCollection services)
    {
        var known = services.FirstOrDefault(service => service.ServiceType == typeof(SiloBuilder))?.ImplementationInstance;
        if (known is SiloBuilder builder)
        {
            return builder;
        }

        builder = new SiloBuilder(services);
        services.AddSingleton(builder);
        AddEngine(services);
        return builder;
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<ActivationShared>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<IdleCollector>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton(provider => new ActivationFaults(provider.GetRequiredService<Dispatcher>()));
        services.AddSingleton(CreateDeadlines);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<ISiloLifecycle>(provider => provider.GetRequiredService<SiloLifecycle>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, GrainsOfSilo>();
        services.AddHostedService<SiloHost>();
    }

    private static Deadlines CreateDeadlines(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout);
}
