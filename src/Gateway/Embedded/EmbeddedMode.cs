using SessionShare.Grains.Audit;
using SessionShare.Silo.Settings;

namespace SessionShare.Gateway.Embedded;

/// <summary>Adds what an embedded server needs, where it is one.</summary>
internal static class EmbeddedMode
{
    /// <summary>Settings that have another default there: on somebody's own machine nobody asked for a record that outlives the sessions.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Defaults = new Dictionary<string, string?>
    {
        [$"{AuditOptions.Section}:{nameof(AuditOptions.KeepFor)}"] = "00:00:00",
    };

    public static void AddEmbedded(this IServiceCollection services, CheckedSettings settings)
    {
        var options = settings.Add<EmbeddedOptions>(EmbeddedOptions.Section, found => found.Faults());
        if (options.StateFile is not null)
            services.AddHostedService<EmbeddedLife>();
    }
}
