using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.Accounts;

/// <summary>`sessionshare login`: settles who to be, and, with `--server`, where.</summary>
internal static class LoginCommand
{
    private static readonly Option<string?> As = CommonOptions.Checked<string?>("--as", "EMAIL", "The address to sign in with.", ParseEmail);
    private static readonly Option<string?> Team = new("--team") { HelpName = "NAME", Description = "The team to sign in with." };

    public static Command Create(Surroundings surroundings) =>
        new Command("login", "Settle who you are; with --server also sign in there, in a browser where it has a sign-in provider, and make it your default.") { As, Team, CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                var identity = surroundings.Home.ReadIdentity();
                surroundings.Home.Write(identity with
                {
                    Email = parsed.GetValue(As) ?? identity.Email,
                    Team = parsed.GetValue(Team) ?? identity.Team,
                    SignIns = identity.SignIns.Where(saved => saved.Value.Provider is not null || !IsLocal(saved.Key)).ToDictionary(),
                });
                var json = parsed.GetValue(CommonOptions.Json);
                var account = await SignIn(surroundings, parsed.GetValue(CommonOptions.Server), json, interruption.Token);
                account.Say(surroundings, json);
                return 0;
            });

    private static async Task<Account> SignIn(Surroundings surroundings, IReadOnlyList<Uri>? server, bool json, CancellationToken cancellationToken)
    {
        using var gateway = Gateway.Chosen(surroundings, server);
        if (gateway is null)
            return Account.NotYet(surroundings);
        if (!gateway.Credentials.IsGiven && (await gateway.Ask(api => api.About(cancellationToken))).Provider is { } provider)
            await new DeviceLogin(surroundings, gateway, json).SignIn(provider, cancellationToken);
        var me = await gateway.Ask(api => api.Me(cancellationToken));
        if (server is not null)
            surroundings.Home.Write(surroundings.Home.ReadConfig() with { Server = string.Join(',', server) });
        return Account.Of(gateway, me);
    }

    /// <summary>Signed in by our own word, which may be another one now.</summary>
    private static bool IsLocal(string key) => !Uri.TryCreate(key, UriKind.Absolute, out var server) || server.IsLoopback;

    private static (string? Value, string? Fault) ParseEmail(string text) => ShareOption.Allow(text) is { Value: not null } && !text.Contains(':')
        ? (text, null)
        : (null, $"is '{text}'; it must be an e-mail address, like ana@example.com.");
}
