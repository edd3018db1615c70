using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Accounts;

/// <summary>Who one is, and where.</summary>
/// <param name="Email">The address.</param>
/// <param name="Name">Display name; null where not signed in.</param>
/// <param name="Team">Null: none.</param>
/// <param name="Server">Null: the embedded server, which does not run now.</param>
/// <param name="SignedIn">A server says so.</param>
/// <param name="Issuer">The provider that says so to the server; null: the server itself does, or the token is the environment's.</param>
/// <param name="ExpiresAt">When the token ends, UTC, where we keep it.</param>
/// <param name="Renewed">It is renewed by itself.</param>
internal sealed record Account(
    string Email, string? Name, string? Team, string? Server, bool SignedIn, string? Issuer = null, DateTimeOffset? ExpiresAt = null, bool? Renewed = null)
{
    public static Account Of(Gateway gateway, Me me)
    {
        var signIn = gateway.Credentials.Current;
        return new(
            me.Email,
            me.Name,
            me.Team,
            gateway.Addresses[0].AbsoluteUri,
            true,
            signIn?.Provider?.At.Authority,
            signIn?.ExpiresAt,
            signIn is null ? null : signIn.Provider is null || signIn.Provider.RefreshToken is not null);
    }

    /// <summary>Who one will be at the embedded server.</summary>
    public static Account NotYet(Surroundings surroundings)
    {
        var identity = surroundings.Home.ReadIdentity();
        return new(identity.Email ?? EmailDefault.For(surroundings.Home), null, identity.Team, null, false);
    }

    public void Say(Surroundings surroundings, bool json) => surroundings.Output.WriteLine(json ? JsonLine.Of(this) : Printable.Text(Text));

    private string Text => $"{Email}{(Team is null ? "" : $", team {Team}")}, {(SignedIn ? $"at {Server}" : "at the server on this machine that a share starts")}{By}";

    private string By => Issuer is null ? "" : $", by {Issuer}, {(Renewed == true ? "renewed before" : "until")} {ExpiresAt?.ToLocalTime():yyyy-MM-dd HH:mm}";
}
