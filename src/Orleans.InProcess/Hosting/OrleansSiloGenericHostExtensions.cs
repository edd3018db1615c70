using Orleans.Hosting;
using Orleans.InProcess;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Adds a silo to a host. This is not Microsoft Orleans but SessionShare's one-process engine under Orleans' API:
/// see src/Orleans.InProcess/README.md.
/// </summary>
public static class OrleansSiloGenericHostExtensions
{
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(hostAppBuilder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(SiloBuilder.For(hostAppBuilder.Services));
        return hostAppBuilder;
    }
}
