using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Accounts;

/// <summary>`sessionshare whoami`.</summary>
internal static class WhoamiCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("whoami", "Say who you are, and at which server.") { CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                using var gateway = Gateway.Chosen(surroundings, parsed.GetValue(CommonOptions.Server));
                var account = gateway is null
                    ? Account.NotYet(surroundings)
                    : Account.Of(gateway, await gateway.Ask(api => api.Me(interruption.Token)));
                account.Say(surroundings, parsed.GetValue(CommonOptions.Json));
                return 0;
            });
}
