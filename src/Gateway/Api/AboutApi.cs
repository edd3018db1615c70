using Microsoft.Extensions.Options;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;
using SessionShare.Silo;

namespace SessionShare.Gateway.Api;

/// <summary>What the server says of itself.</summary>
internal sealed class AboutApi(ServerAddress address, EngineInfo engine, IOptions<SignInOptions> signIn, Provider provider)
{
    /// <summary>GET api/about.</summary>
    public Task Get(HttpContext context)
    {
        var hasProvider = signIn.Value.HasProvider();
        var about = new About(
            Product.Name,
            Product.Version,
            WireLimits.ProtocolVersion,
            engine.Text,
            ServerAddress.TextOf(address.Public),
            hasProvider ? About.Oidc : About.Local,
            hasProvider ? provider.ToWire() : null);
        return context.Response.WriteAsJsonAsync(about, ApiJson.Default.About, cancellationToken: context.RequestAborted);
    }
}
