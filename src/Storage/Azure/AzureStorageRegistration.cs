using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Adds the frame log on Azure append blobs to a host. Grain state on Azure is Orleans' own provider's.</summary>
public static class AzureStorageRegistration
{
    /// <summary>
    /// Registers <see cref="IFrameLog"/>. The host doesn't start where the container can't be reached or isn't there (<see cref="AzureBlobs.Migrate"/>).
    /// </summary>
    /// <param name="configure">Sets the options, which are validated at the start; null where <c>IOptions&lt;AzureOptions&gt;</c> is registered already.</param>
    public static IServiceCollection AddAzureAppendBlobFrameLog(this IServiceCollection services, Action<AzureOptions>? configure = null)
    {
        if (configure is not null)
            services.AddOptions<AzureOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AzureOptions>, Validation>());
        services.TryAddSingleton<AzureFrameLog>();
        services.AddSingleton<IFrameLog>(provider => provider.GetRequiredService<AzureFrameLog>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CheckAtStart>());
        return services;
    }

    /// <summary>
    /// Registers <see cref="IGrainStorage"/> under a name, on another provider's of states that has no place for the moment at which something is due, and
    /// <see cref="IDueGrains"/>: marks in the frame log's container.
    /// </summary>
    /// <param name="name">The name that grains ask for.</param>
    /// <param name="states">The name of the other provider.</param>
    public static IServiceCollection AddAzureDueGrains(this IServiceCollection services, string name, string states)
    {
        services.TryAddSingleton<AzureDueGrains>();
        services.TryAddSingleton<IDueGrains>(provider => provider.GetRequiredService<AzureDueGrains>());
        return services.AddKeyedSingleton<IGrainStorage>(
            name, (provider, _) => new DueGrainStorage(provider.GetRequiredKeyedService<IGrainStorage>(states), provider.GetRequiredService<AzureDueGrains>()));
    }

    private sealed class Validation : IValidateOptions<AzureOptions>
    {
        public ValidateOptionsResult Validate(string? name, AzureOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private sealed class CheckAtStart(AzureFrameLog log) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => log.Start(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
