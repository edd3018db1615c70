using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SessionShare.Silo;

namespace SessionShare.Gateway.Leaving;

/// <summary>Adds how this gateway leaves: with good-byes where there are others.</summary>
internal static class LeavingSetup
{
    public static void AddLeaving(this IServiceCollection services, SiloOptions silo)
    {
        services.AddSingleton(provider => new Departures(
            provider.GetRequiredService<IOptions<GatewayOptions>>().Value.LeaveTime,
            new Random(Seed(provider.GetRequiredService<RandomNumberGenerator>())),
            provider.GetRequiredService<TimeProvider>()));
        if (silo.InCluster())
            services.AddSingleton<IHostLifetime, LeavingLifetime>();
    }

    private static int Seed(RandomNumberGenerator random)
    {
        var bits = new byte[4];
        random.GetBytes(bits);
        return BitConverter.ToInt32(bits);
    }
}
