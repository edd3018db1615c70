using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Orleans.Streams;
using SessionShare.Gateway.Embedded;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Listing;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.Sharing;
using SessionShare.Gateway.SignIn;
using SessionShare.Gateway.Streams;
using SessionShare.Gateway.Telemetry;
using SessionShare.Gateway.Viewing;
using SessionShare.Protocol;
using SessionShare.Protocol.Binary;
using SessionShare.Silo.Settings;
using SessionShare.Silo.Telemetry;

namespace SessionShare.Gateway;

/// <summary>The hubs, and what carries sessions to them.</summary>
internal static class SessionGateway
{
    /// <summary>Bytes that a connection may have unparsed, and unsent, before its pipe makes the other side wait.</summary>
    private const long PipeBytes = 1024 * 1024;

    public static void AddSessionGateway(this IServiceCollection services, CheckedSettings settings)
    {
        settings.Add<FeedOptions>(FeedOptions.Section, options => options.Faults());
        settings.Add<RateOptions>(RateOptions.Section, options => options.Faults());
        services.AddSingleton(provider => new GatewayIdentity(Base62.New(provider.GetRequiredService<RandomNumberGenerator>())));
        services.AddSingleton<ConnectedParticipants>();
        services.AddSingleton<GrainCalls>();
        services.AddMeasured<GatewayInstruments>();
        services.AddMeasured<Traffic>();
        services.AddSingleton<FeedRegistry>();
        services.AddSingleton<PersonSessions>();
        services.AddSingleton<PersonFeeds>();
        services.AddSingleton<OpenViewers>();
        services.AddSingleton<IOpenViewers>(provider => provider.GetRequiredService<OpenViewers>());
        services.AddKeyedSingleton<IStreamProvider, SessionStreams>(SessionStreams.ProviderName);

        services.AddSignalR(Configure)
            .AddJsonProtocol(Configure)
            .AddHubOptions<SharerHub>(hub => hub.MaximumReceiveMessageSize = WireLimits.SharerMessageBytes)
            .AddHubOptions<MeHub>(hub => hub.MaximumReceiveMessageSize = WireLimits.MeMessageBytes)
            .AddHubOptions<ViewerHub>(hub => hub.MaximumReceiveMessageSize = WireLimits.ViewerMessageBytes);
        services.AddSingleton<IHubProtocol>(new MessagePackProtocol(WireLimits.SharerMessageBytes));
    }

    public static void MapSessionHubs(this WebApplication app)
    {
        app.MapHub<SharerHub>($"/{Hubs.Sharer.Path}", Configure).RequireSignIn();
        app.MapHub<MeHub>($"/{Hubs.Me.Path}", Configure).RequireSignIn();
        app.MapHub<ViewerHub>($"/{Hubs.Viewer.Path}", Configure);
    }

    private static void Configure(HubOptions hub)
    {
        hub.DisableImplicitFromServicesParameters = true;
        hub.EnableDetailedErrors = false;
        hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
        hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
    }

    private static void Configure(JsonHubProtocolOptions json)
    {
        json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.PayloadSerializerOptions.TypeInfoResolver =
            JsonTypeInfoResolver.Combine(ProtocolJson.Default, new DefaultJsonTypeInfoResolver());
    }

    private static void Configure(HttpConnectionDispatcherOptions connection)
    {
        connection.Transports = HttpTransportType.WebSockets;
        connection.AllowStatefulReconnects = false;
        connection.CloseOnAuthenticationExpiration = true;
        connection.ApplicationMaxBufferSize = PipeBytes;
        connection.TransportMaxBufferSize = 64 * 1024;
    }
}
