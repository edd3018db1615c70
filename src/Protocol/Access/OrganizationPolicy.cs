namespace SessionShare.Protocol;

/// <summary>What an organization allows its sharers, where it forbids anything: part of <see cref="Usage"/> and <see cref="Access"/>.</summary>
/// <param name="Sharing">False: nothing may be shared.</param>
/// <param name="Links">False: a link lets nobody in.</param>
/// <param name="Guests">False: nobody comes in without signing in.</param>
/// <param name="Domains">Domains of addresses; people of others don't share and don't come in. Empty: all do.</param>
/// <param name="LongestGrantSeconds">How long a rule counts at the most; one without an end ends then. Null: no limit.</param>
/// <param name="LongestSessionSeconds">How long a session lives at the most. Null: no limit.</param>
public sealed record OrganizationPolicy(bool Sharing, bool Links, bool Guests, IReadOnlyList<string> Domains, long? LongestGrantSeconds, long? LongestSessionSeconds);
