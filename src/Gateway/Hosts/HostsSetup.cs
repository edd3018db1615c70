using Microsoft.AspNetCore.HttpOverrides;

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
        services.AddSingleton<OwnCertificate>();
    }

    /// <summary>Behind proxies that are known, a request's address is that of whom they speak for; first of all.</summary>
    public static void UseProxies(this WebApplication app, GatewayOptions options)
    {
        if (options.Proxies is null)
            return;
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var network in GatewayOptions.ProxiesOf(options.Proxies)!)
            headers.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(headers);
    }
}
