using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Streams
{
    /// <summary>A source of streams: a keyed service under its name.</summary>
    public interface IStreamProvider
    {
        string Name { get; }

        bool IsRewindable { get; }

        IAsyncStream<T> GetStream<T>(StreamId streamId);
    }
}

namespace Orleans
{
    /// <summary>Stream providers for grains.</summary>
    public static class GrainStreamingExtensions
    {
        /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
        public static IStreamProvider GetStreamProvider(this Grain grain, string name)
        {
            ArgumentNullException.ThrowIfNull(grain);
            return InProcess.NamedStreamProvider.In(grain.GrainContext.ActivationServices, name);
        }
    }

    /// <summary>Stream providers for code outside grains.</summary>
    public static class ClientStreamingExtensions
    {
        /// <exception cref="KeyNotFoundException">There is no provider of that name.</exception>
        public static IStreamProvider GetStreamProvider(this IClusterClient client, string name)
        {
            ArgumentNullException.ThrowIfNull(client);
            return InProcess.NamedStreamProvider.In(client.ServiceProvider, name);
        }
    }
}

namespace Orleans.InProcess
{
    internal static class NamedStreamProvider
    {
        public static IStreamProvider In(IServiceProvider services, string name)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            return services.GetKeyedService<IStreamProvider>(name) ?? throw new KeyNotFoundException($"Stream provider '{name}' not found");
        }
    }
}
