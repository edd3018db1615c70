using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Access;

/// <summary>What a person reads of the organization's policy.</summary>
internal static class PolicyText
{
    /// <summary>What it forbids, one line each.</summary>
    public static IEnumerable<string> Of(OrganizationPolicy policy)
    {
        if (!policy.Sharing)
            yield return "sharing is off";
        if (!policy.Links)
            yield return "links let nobody in";
        if (!policy.Guests)
            yield return "nobody comes in without signing in";
        if (policy.Domains.Count > 0)
            yield return Printable.Text($"only people of {string.Join(", ", policy.Domains)} share and come in");
        if (policy.LongestGrantSeconds is { } grant)
            yield return $"who is let in is so for {Duration.Text(TimeSpan.FromSeconds(grant))} at the most; a rule without an end ends then";
        if (policy.LongestSessionSeconds is { } session)
            yield return $"a session lives for {Duration.Text(TimeSpan.FromSeconds(session))} at the most";
    }
}
