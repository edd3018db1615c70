using SessionShare.Silo.Settings;

namespace SessionShare.Gateway.Embedded;

/// <summary>Adds what an embedded server needs, where it is one.</summary>
internal static class EmbeddedMode
{
    public static void AddEmbedded(this IServiceCollection services, CheckedSettings settings)
    {
        var options = settings.Add<EmbeddedOptions>(EmbeddedOptions.Section, found => found.Faults());
        if (options.StateFile is not null)
            services.AddHostedService<EmbeddedLife>();
    }
}
