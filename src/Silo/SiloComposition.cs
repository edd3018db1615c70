using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Engines;
using SessionShare.Silo.Settings;
using SessionShare.Storage;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Silo;

/// <summary>What a silo is made of.</summary>
public static class SiloComposition
{
    private const string DatabaseFile = "sessionshare.db";

    /// <summary>Adds a silo that is alone and lives in this host's process, with its data in <paramref name="dataFolder"/>.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder, CheckedSettings settings, string dataFolder)
    {
        settings.Add<SiloOptions>(SiloOptions.Section, options => options.Faults());
        settings.Add<SessionOptions>(SessionOptions.Section, options => options.Faults());
        settings.Add<QuotaOptions>(QuotaOptions.Section, options => options.Faults());

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        builder.Services.AddSingleton(EngineInfo.Built);
        builder.Services.AddSingleton<LiveSessions>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<LiveSessions>());
        builder.Services.AddSqliteStorage(options => options.Path = Path.Combine(dataFolder, DatabaseFile), "sessions", "users");
        builder.UseOrleans(Engine.UseOneProcess);
    }
}
