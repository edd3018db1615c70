using SessionShare.Gateway.Hosts;
using SessionShare.Protocol;
using SessionShare.Silo;

namespace SessionShare.Gateway.Api;

/// <summary>What the server says of itself.</summary>
internal sealed class AboutApi(ServerAddress address, EngineInfo engine)
{
    /// <summary>GET api/about.</summary>
    public Task Get(HttpContext context)
    {
        var about = new About(
            Product.Name, Product.Version, WireLimits.ProtocolVersion, engine.Text, ServerAddress.TextOf(address.Public), "local");
        return context.Response.WriteAsJsonAsync(about, ApiJson.Default.About, cancellationToken: context.RequestAborted);
    }
}
