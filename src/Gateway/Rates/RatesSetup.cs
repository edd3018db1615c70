using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Hosts;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Rates;

/// <summary>Adds what bounds how often one may ask. Requests to sign in are bounded by the framework's limiter, before anything is looked at.</summary>
internal static class RatesSetup
{
    private const string SignIn = "sign-in";

    public static void AddRates(this IServiceCollection services)
    {
        services.AddSingleton<Attempts>();
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(SignIn, Bucket);
            limiter.OnRejected = (rejected, _) => new ValueTask(rejected.HttpContext.Refuse(Reason.RateLimit, "These are too many sign-ins from one address."));
        });
    }

    /// <summary>Bounds a sign-in's requests by address.</summary>
    public static T LimitSignIns<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.RequireRateLimiting(SignIn);

    private static RateLimitPartition<string> Bucket(HttpContext context)
    {
        var perSecond = context.RequestServices.GetRequiredService<IOptions<RateOptions>>().Value.SignIns;
        return RateLimitPartition.GetTokenBucketLimiter(PeerAddress.NetworkOf(context.Peer()) ?? "", _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
    }
}
