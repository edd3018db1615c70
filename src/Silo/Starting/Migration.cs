using Microsoft.Extensions.Options;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Silo.Settings;
using SessionShare.Storage;
using SessionOptions = SessionShare.Grains.Sessions.SessionOptions;

namespace SessionShare.Silo.Starting;

/// <summary><c>silo migrate</c>: makes or updates what the chosen stores and the membership need before a silo starts on them.</summary>
internal static class Migration
{
    /// <summary>Migrates; safe when two run at once, and when nothing is to be done.</summary>
    /// <returns>What was done, one line each.</returns>
    /// <exception cref="SettingsException">Settings can't be used.</exception>
    /// <exception cref="StartException">A store can't be reached, refuses, or is newer than this program.</exception>
    public static async Task<IReadOnlyList<string>> Run(SiloArguments arguments, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(arguments.Settings).Build();
        var services = new ServiceCollection();
        var settings = new CheckedSettings(services, configuration);
        var silo = settings.Add<SiloOptions>(SiloOptions.Section, options => options.Faults(holdsSilo: true));
        settings.Add<SessionOptions>(SessionOptions.Section, found => found.Faults());
        settings.Add<QuotaOptions>(QuotaOptions.Section, found => found.Faults());
        settings.Add<PlanOptions>(PlanOptions.Section, found => found.Faults());
        settings.Add<SupportOptions>(SupportOptions.Section, found => found.Faults());
        settings.Add<PolicyOptions>(PolicyOptions.Section, found => found.Faults());
        settings.Add<AuditOptions>(AuditOptions.Section, found => found.Faults());
        settings.AddStoreSettings(silo);
        settings.Check(arguments.Settings.Keys);

        using var options = services.BuildServiceProvider();
        var lines = new List<string>();
        try
        {
            if (SiloComposition.NeedsPostgres(silo))
                lines.AddRange(await PostgresSchema.Migrate(options.GetRequiredService<IOptions<PostgresOptions>>().Value.ConnectionString, cancellationToken));
            if (SiloComposition.NeedsAzure(silo))
            {
                var azure = options.GetRequiredService<IOptions<AzureOptions>>().Value;
                await AzureBlobs.Migrate(azure, cancellationToken);
                lines.Add($"The containers {azure.FrameContainer} and {azure.GrainContainer} are there.");
            }
        }
        catch (Exception fault) when (fault is PostgresStorageException or AzureStorageException)
        {
            throw new StartException(fault.Message);
        }

        return lines.Count > 0 ? lines : ["There was nothing to do."];
    }
}
