using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Options of streams in memory; one process leaves nothing to set.</summary>
public interface ISiloMemoryStreamConfigurator;

/// <summary>Adds streams in memory, for hints that may be lost with the process.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    public static ISiloBuilder AddMemoryStreams(
        this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        configure?.Invoke(new NothingToConfigure());
        builder.Services.AddKeyedSingleton<IStreamProvider>(
            name, (services, _) => new MemoryStreamProvider(name, services.GetRequiredService<ActivationShared>()));
        return builder;
    }

    private sealed class NothingToConfigure : ISiloMemoryStreamConfigurator;
}
