using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.InProcess;
using Orleans.Runtime.Hosting;

namespace Orleans.Hosting
{
    /// <summary>Adds grain storage in memory, for tests and trials: it is gone with the process.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        {
            ArgumentNullException.ThrowIfNull(builder);
            configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
            builder.Services.AddGrainStorage(name, (_, _) => new MemoryGrainStorage());
            return builder;
        }
    }
}

namespace Orleans.Configuration
{
    /// <summary>Options of grain storage in memory; one process leaves nothing to set.</summary>
    public class MemoryGrainStorageOptions;
}
