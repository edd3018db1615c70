using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Sharing;

/// <summary>The server that a share uses, kept running where it is the home's own.</summary>
internal sealed class ShareServer : IDisposable
{
    private ShareServer(EmbeddedServer? embedded, Gateway gateway) => (Embedded, Gateway) = (embedded, gateway);

    /// <summary>Null: the server is not this home's own.</summary>
    public EmbeddedServer? Embedded { get; }

    public Gateway Gateway { get; }

    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public static async Task<ShareServer> Use(ServerChoice choice, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (choice.Named is { } named)
            return new(null, Gateway.Chosen(surroundings, named)!);
        var embedded = await EmbeddedServer.Use(surroundings, cancellationToken);
        return new(embedded, Gateway.Embedded(surroundings, embedded.Address));
    }

    /// <summary>A server that nothing but a link names: it gets no token of the environment.</summary>
    public static ShareServer OfLink(Uri server, Surroundings surroundings) => new(null, Gateway.OfLink(surroundings, server, null));

    public void Dispose()
    {
        Gateway.Dispose();
        Embedded?.Dispose();
    }
}
