using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Accounts;

/// <summary>`sessionshare logout`: forgets the sign-in at a server, and who to be there.</summary>
internal static class LogoutCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("logout", "Forget your sign-in, and your default server.") { CommonOptions.Server }
            .Does(surroundings, (parsed, _) =>
            {
                var choice = ServerChoice.Of(parsed.GetValue(CommonOptions.Server), surroundings);
                Forget(surroundings, choice);
                surroundings.Output.WriteLine(choice.Named is { } named ? $"Signed out of {named[0]}." : "Signed out.");
                return Task.FromResult(0);
            });

    private static void Forget(Surroundings surroundings, ServerChoice choice)
    {
        var home = surroundings.Home;
        if (choice.Named is not { } named)
        {
            home.Write(home.ReadIdentity().Without(Credentials.EmbeddedKey) with { Email = null, Team = null });
            return;
        }
        home.Write(named.Aggregate(home.ReadIdentity(), (identity, server) => identity.Without(server.AbsoluteUri)));
        var config = home.ReadConfig();
        if (config.Server is { } saved && ServerUrls.Parse(saved).Servers?.Intersect(named).Any() == true)
            home.Write(config with { Server = null });
    }
}
