using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="OrganizationPolicy"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.policy")]
public sealed record PolicyValue(
    [property: Id(0)] bool Sharing,
    [property: Id(1)] bool Links,
    [property: Id(2)] bool Guests,
    [property: Id(3)] string[] Domains,
    [property: Id(4)] TimeSpan LongestGrant,
    [property: Id(5)] TimeSpan LongestSession)
{
    /// <summary>As it goes over the wire.</summary>
    public OrganizationPolicy ToWire() => new(Sharing, Links, Guests, Domains, Seconds(LongestGrant), Seconds(LongestSession));

    private static long? Seconds(TimeSpan time) => time == TimeSpan.Zero ? null : (long)time.TotalSeconds;
}
