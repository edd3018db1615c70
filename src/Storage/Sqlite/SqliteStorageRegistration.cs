using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Adds the embedded store to a host.</summary>
public static class SqliteStorageRegistration
{
    /// <summary>
    /// Registers <see cref="IFrameLog"/>, and <see cref="IGrainStorage"/> under each of the names, on one database file. It is opened before the
    /// host starts anything, and closed with the host once every write that it accepted is durable or has failed.
    /// </summary>
    /// <param name="configure">Sets the options; they are validated at the start.</param>
    /// <param name="grainStorageNames">Names of grain storage providers.</param>
    public static IServiceCollection AddSqliteStorage(
        this IServiceCollection services, Action<SqliteOptions> configure, params IEnumerable<string> grainStorageNames) =>
        services.AddSqliteFrameLog(configure).AddSqliteGrainStorage(configure, grainStorageNames);

    /// <summary>Registers <see cref="IFrameLog"/> alone. With <see cref="AddSqliteGrainStorage"/> and the same options, both stand on one open file.</summary>
    /// <param name="configure">Sets the options; they are validated at the start.</param>
    public static IServiceCollection AddSqliteFrameLog(this IServiceCollection services, Action<SqliteOptions> configure) =>
        services.AddSqliteStore(configure).AddSingleton<IFrameLog, SqliteFrameLog>();

    /// <summary>Registers <see cref="IGrainStorage"/> under each of the names, and <see cref="IDueGrains"/>, alone.</summary>
    /// <param name="configure">Sets the options; they are validated at the start.</param>
    /// <param name="names">Names of grain storage providers.</param>
    public static IServiceCollection AddSqliteGrainStorage(
        this IServiceCollection services, Action<SqliteOptions> configure, params IEnumerable<string> names)
    {
        services.AddSqliteStore(configure).TryAddSingleton<SqliteGrainStorage>();
        services.TryAddSingleton<IDueGrains>(provider => provider.GetRequiredService<SqliteGrainStorage>());
        foreach (var name in names)
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => provider.GetRequiredService<SqliteGrainStorage>());
        return services;
    }

    private static IServiceCollection AddSqliteStore(this IServiceCollection services, Action<SqliteOptions> configure)
    {
        services.AddOptions<SqliteOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteOptions>, Validation>());
        services.TryAddSingleton<SqliteStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OpenAtStart>());
        return services;
    }

    private sealed class Validation : IValidateOptions<SqliteOptions>
    {
        public ValidateOptionsResult Validate(string? name, SqliteOptions options) =>
            options.Faults().ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    /// <summary>Asking for the store is all it does: a host makes its services before it starts the first.</summary>
    private sealed class OpenAtStart : IHostedService
    {
        public OpenAtStart(SqliteStore _)
        {
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
