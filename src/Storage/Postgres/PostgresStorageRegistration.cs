using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Adds the PostgreSQL store to a host. Frame log and grain storage, when both are chosen, share one pool of connections.</summary>
public static class PostgresStorageRegistration
{
    /// <summary>
    /// Registers <see cref="IFrameLog"/>. The host doesn't start on a database that can't be reached or isn't migrated (<c>PostgresSchema.Migrate</c>);
    /// once it runs, a database that goes away and comes back needs no restart. Closed with the host, once every commit that it accepted is durable or has failed.
    /// </summary>
    /// <param name="configure">Sets the options, which are validated at the start; null where <c>IOptions&lt;PostgresOptions&gt;</c> is registered already.</param>
    public static IServiceCollection AddPostgresFrameLog(this IServiceCollection services, Action<PostgresOptions>? configure = null) =>
        services.AddPostgresStore(configure).AddSingleton<IFrameLog, PostgresFrameLog>();

    /// <summary>Registers <see cref="IGrainStorage"/> under each of the names, and <see cref="IDueGrains"/>.</summary>
    /// <param name="configure">Sets the options, which are validated at the start; null where <c>IOptions&lt;PostgresOptions&gt;</c> is registered already.</param>
    /// <param name="names">Names of grain storage providers.</param>
    public static IServiceCollection AddPostgresGrainStorage(
        this IServiceCollection services, Action<PostgresOptions>? configure, params IEnumerable<string> names)
    {
        services.AddPostgresStore(configure).TryAddSingleton<PostgresGrainStorage>();
        services.TryAddSingleton<IDueGrains>(provider => provider.GetRequiredService<PostgresGrainStorage>());
        foreach (var name in names)
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => provider.GetRequiredService<PostgresGrainStorage>());
        return services;
    }

    private static IServiceCollection AddPostgresStore(this IServiceCollection services, Action<PostgresOptions>? configure)
    {
        if (configure is not null)
            services.AddOptions<PostgresOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresOptions>, Validation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PostgresStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CheckAtStart>());
        return services;
    }

    private sealed class Validation : IValidateOptions<PostgresOptions>
    {
        public ValidateOptionsResult Validate(string? name, PostgresOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    /// <summary>Stands before the silo among the hosted services where the store is registered before Orleans.</summary>
    private sealed class CheckAtStart(PostgresStore store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.Start(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
