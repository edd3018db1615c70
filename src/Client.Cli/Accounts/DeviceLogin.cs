using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Cli.Servers;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Accounts;

/// <summary>Signs the person in at a server's provider: says which page to open, on whatever device, and with which code, and waits. It opens nothing by itself.</summary>
internal sealed class DeviceLogin(Surroundings surroundings, Gateway gateway, bool json)
{
    /// <exception cref="ProviderRefusedException">The person declined, was too late, or the provider does not take us.</exception>
    public async Task SignIn(SignInProvider provider, CancellationToken cancellationToken)
    {
        using var signIn = new ProviderSignIn(provider, surroundings.Time);
        var tokens = await signIn.SignIn(Say, cancellationToken);
        using var api = new ClusterApi(gateway.Addresses, _ => new(tokens.Bearer));
        var me = await api.Ask(server => server.Me(cancellationToken));
        gateway.Credentials.Keep(new SavedSignIn(tokens.Bearer, tokens.ExpiresAt, me.Email, me.Team, new SavedProvider(provider, tokens.RefreshToken)));
    }

    private void Say(DevicePrompt prompt)
    {
        if (json)
            surroundings.Output.WriteLine(JsonLine.Of(new { Event = "confirm", prompt.Url, prompt.Code, prompt.UrlWithCode, prompt.ExpiresAt }));
        surroundings.Error.WriteLine(Printable.Lines(
            $"To sign in at {gateway.Addresses[0]}, open this page, here or on another device:\n  {prompt.UrlWithCode ?? prompt.Url}\nand confirm the code {prompt.Code}, until {prompt.ExpiresAt.ToLocalTime():HH:mm}."));
    }
}
