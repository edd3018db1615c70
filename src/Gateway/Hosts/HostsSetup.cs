namespace SessionShare.Gateway.Hosts;

/// <summary>Adds what knows the server's names.</summary>
internal static class HostsSetup
{
    public static void AddHosts(this IServiceCollection services)
    {
        services.AddSingleton<ServerAddress>();
        services.AddSingleton<AllowedHosts>();
        services.AddSingleton<HostAndOriginCheck>();
        services.AddSingleton<LinkFactory>();
    }
}
