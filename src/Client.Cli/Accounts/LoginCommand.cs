using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Accounts;

/// <summary>`sessionshare login`: settles who to be, and, with `--server`, where.</summary>
internal static class LoginCommand
{
    private static readonly Option<string?> As = CommonOptions.Checked<string?>("--as", "EMAIL", "The address to sign in with.", ParseEmail);
    private static readonly Option<string?> Team = new("--team") { HelpName = "NAME", Description = "The team to sign in with." };

    private static readonly Option<string?> Code = new("--code") { HelpName = "CODE", Description = "A code that you were invited with; it works once." };

    public static Command Create(Surroundings surroundings) =>
        new Command("login", "Settle who you are; with --server also sign in there, in a browser where it has a sign-in provider, and make it your default.") { As, Team, Code, CommonOptions.Server, CommonOptions.Json }
            .DoesForOwnHand(surroundings, async (parsed, interruption) =>
            {
                var identity = surroundings.Home.ReadIdentity();
                surroundings.Home.Write(identity with
                {
                    Email = parsed.GetValue(As) ?? identity.Email,
                    Team = parsed.GetValue(Team) ?? identity.Team,
                    SignIns = identity.SignIns.Where(saved => saved.Value.Provider is not null || !IsLocal(saved.Key)).ToDictionary(),
                });
                var json = parsed.GetValue(CommonOptions.Json);
                var account = await SignIn(surroundings, parsed.GetValue(CommonOptions.Server), parsed.GetValue(Code), json, interruption.Token);
                account.Say(surroundings, json);
                return 0;
            });

    private static async Task<Account> SignIn(Surroundings surroundings, IReadOnlyList<Uri>? server, string? code, bool json, CancellationToken cancellationToken)
    {
        using var gateway = Gateway.Chosen(surroundings, server);
        if (gateway is null && code is not null)
            throw new CliFailure(Reasons.Exit.Usage, "--code works at the server that you were invited to: name it with --server.");
        if (gateway is null)
            return Account.NotYet(surroundings);
        if (code is not null)
            await Redeem(gateway, code, cancellationToken);
        else if (!gateway.Credentials.IsGiven && (await gateway.Ask(api => api.About(cancellationToken))).Provider is { } provider)
            await new DeviceLogin(surroundings, gateway, json).SignIn(provider, cancellationToken);
        var me = await gateway.Ask(api => api.Me(cancellationToken));
        if (server is not null)
            surroundings.Home.Write(surroundings.Home.ReadConfig() with { Server = string.Join(',', server) });
        return Account.Of(gateway, me);
    }

    private static async Task Redeem(Gateway gateway, string code, CancellationToken cancellationToken)
    {
        using var api = new ClusterApi(gateway.Addresses);
        var signedIn = await api.Ask(server => server.Redeem(code, cancellationToken));
        gateway.Credentials.Keep(new SavedSignIn(signedIn.Token, signedIn.ExpiresAt, signedIn.Me.Email, signedIn.Me.Team));
    }

    /// <summary>Signed in by our own word, which may be another one now.</summary>
    private static bool IsLocal(string key) => !Uri.TryCreate(key, UriKind.Absolute, out var server) || server.IsLoopback;

    /// <summary>An address, or what is wrong, to be read behind its name.</summary>
    internal static (string? Value, string? Fault) ParseEmail(string text) => ShareOption.Allow(text) is { Value: not null } && !text.Contains(':')
        ? (text, null)
        : (null, $"is '{text}'; it must be an e-mail address, like ana@example.com.");
}
