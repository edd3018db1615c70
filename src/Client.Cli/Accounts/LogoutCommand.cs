using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;
using SessionShare.Client;

namespace SessionShare.Cli.Accounts;

/// <summary>`sessionshare logout`: forgets the sign-in at a server, and who to be there.</summary>
internal static class LogoutCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("logout", "End your sign-in, also at its provider, and forget your default server.") { CommonOptions.Server, CommonOptions.Json }
            .DoesForOwnHand(surroundings, async (parsed, interruption) =>
            {
                var choice = ServerChoice.Of(parsed.GetValue(CommonOptions.Server), surroundings);
                var ended = SignInsOf(surroundings, choice);
                Forget(surroundings, choice);
                foreach (var provider in ended)
                    await Revoke(surroundings, provider, interruption.Token);
                surroundings.Output.WriteLine(
                    parsed.GetValue(CommonOptions.Json) ? JsonLine.Of(new { Event = "signedOut", Server = choice.Named?[0] })
                    : choice.Named is { } named ? $"Signed out of {named[0]}." : "Signed out.");
                return 0;
            });

    private static SavedProvider[] SignInsOf(Surroundings surroundings, ServerChoice choice)
    {
        var saved = surroundings.Home.ReadIdentity().SignIns;
        return [.. (choice.Named ?? []).Select(server => saved.GetValueOrDefault(server.AbsoluteUri)?.Provider).OfType<SavedProvider>()];
    }

    /// <summary>Here it is forgotten already; at the provider it ends where that can be asked for.</summary>
    private static async Task Revoke(Surroundings surroundings, SavedProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            using var signIn = new ProviderSignIn(provider.At, surroundings.Time);
            if (provider.RefreshToken is not { } refreshToken || await signIn.Revoke(refreshToken, cancellationToken))
                return;
            surroundings.Error.WriteLine(Printable.Text($"{provider.At.Authority} can't be told; its sign-in ends by itself."));
        }
        catch (Exception fault) when (fault is ProviderRefusedException or ServerUnreachableException)
        {
            surroundings.Error.WriteLine(Printable.Text($"{provider.At.Authority} could not be told: {fault.Message}"));
        }
    }

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
