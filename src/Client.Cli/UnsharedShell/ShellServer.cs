using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Servers;
using SessionShare.Cli.UnsharedShell.Channel;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// The server of one share of a shell. The token of our own environment goes only to a server that we were started with, by `shell --server`, the
/// environment or the configuration: what runs in the shell may name any other one, but then has to bring a token of its own.
/// </summary>
internal sealed class ShellServer : IDisposable
{
    private ShellServer(EmbeddedServer? embedded, Gateway gateway) => (Embedded, Gateway) = (embedded, gateway);

    /// <summary>Null: the server is not this home's own.</summary>
    public EmbeddedServer? Embedded { get; }

    public Gateway Gateway { get; }

    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public static async Task<ShellServer> Use(ShareAsk ask, ServerChoice own, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (ask.Servers is { } named && !named.SequenceEqual(own.Named ?? []))
            return new(null, Gateway.Chosen(WithToken(surroundings, ask.Token), named)!);
        if (own.Named is { } servers)
            return new(null, Gateway.Chosen(ask.Token is null ? surroundings : WithToken(surroundings, ask.Token), servers)!);
        var embedded = await EmbeddedServer.Use(surroundings, cancellationToken);
        return new(embedded, Gateway.Embedded(surroundings, embedded.Address));
    }

    public void Dispose()
    {
        Gateway.Dispose();
        Embedded?.Dispose();
    }

    private static Surroundings WithToken(Surroundings surroundings, string? token)
    {
        var variables = surroundings.Variables.Where(variable => variable.Key != Credentials.Variable).ToDictionary();
        if (token is not null)
            variables[Credentials.Variable] = token;
        return surroundings with { Variables = variables };
    }
}
