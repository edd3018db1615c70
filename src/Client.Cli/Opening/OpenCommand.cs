using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Opening;

/// <summary>`sessionshare open`: the session in a browser, signed in by a one-time code, or in this terminal, as the person chose last.</summary>
internal static class OpenCommand
{
    private static readonly Option<bool> Print = new("--print") { Description = "Print the address instead of opening a browser. It signs in once, within 60 s." };

    public static Command Create(Surroundings surroundings)
    {
        var target = SessionArgument.Create();
        return new Command("open", "Open a session in the browser, signed in as you, or in this terminal.") { target, OpenIn.Option, Print, CommonOptions.Server, CommonOptions.Json }
            .DoesForOwnHand(surroundings, async (parsed, interruption) =>
            {
                var place = OpenIn.Of(parsed, surroundings.Home);
                if (place == OpenPlace.Terminal && !parsed.GetValue(Print) && !parsed.GetValue(CommonOptions.Json))
                    return await new Join(new JoinArguments(parsed.GetValue(target)!, parsed.GetValue(CommonOptions.Server), false, false, null, null, null), surroundings).Run(interruption.Token);
                using var gateway = parsed.GetValue(target)!.Gateway(surroundings, parsed.GetValue(CommonOptions.Server));
                var address = await Address(gateway, parsed.GetValue(target)!, interruption.Token);
                if (!parsed.GetValue(Print) && !parsed.GetValue(CommonOptions.Json) && Browser.TryOpen(address))
                    return 0;
                if (!parsed.GetValue(Print) && !parsed.GetValue(CommonOptions.Json))
                    surroundings.Notes.WriteLine("No browser could be started here; open this address within 60 s, it signs in once:");
                surroundings.Output.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonLine.Of(new { Url = address }) : address);
                return 0;
            });
    }

    /// <summary>The page that takes the code and goes on to the session. What stands behind # is sent to no server.</summary>
    internal static string SignInAddress(Uri server, string code, SessionId session, string? secret)
    {
        var path = $"{server.AbsolutePath}s/{session}{(secret is null ? "" : $"#k={secret}")}";
        return $"{new Uri(server, "signin").AbsoluteUri}#code={Uri.EscapeDataString(code)}&to={Uri.EscapeDataString(path)}";
    }

    /// <summary>Who can't sign in here opens the link as it is: as a guest, where its rule admits guests.</summary>
    private static async Task<string> Address(Gateway gateway, SessionTarget target, CancellationToken cancellationToken)
    {
        var server = gateway.Addresses[0];
        var link = target.Link ?? new SessionLink(server, target.Session, null);
        if (await gateway.Credentials.Token(cancellationToken) is null)
            return link.ToString();

        // A code works at the gateway that issued it.
        var (issuer, code) = await gateway.Ask(async api => (api.Server, await api.BrowserCode(cancellationToken)));
        return SignInAddress(issuer, code.Code, target.Session, link.Secret);
    }
}
