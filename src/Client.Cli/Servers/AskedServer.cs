using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;

namespace SessionShare.Cli.Servers;

/// <summary>
/// A server for as long as a command asks it something. The home's own one is started where it does not run but has something stored: a kept history is there
/// also when nobody shares.
/// </summary>
internal sealed class AskedServer : IDisposable
{
    private readonly EmbeddedServer? _embedded;

    private AskedServer(Gateway gateway, EmbeddedServer? embedded) => (Gateway, _embedded) = (gateway, embedded);

    public Gateway Gateway { get; }

    /// <summary>The server that the person chose; null: the home's own one, which never stored anything.</summary>
    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public static async Task<AskedServer?> Chosen(Surroundings surroundings, IReadOnlyList<Uri>? option, CancellationToken cancellationToken)
    {
        if (!ServerChoice.Of(option, surroundings).IsEmbedded)
            return new(Gateway.Chosen(surroundings, option)!, null);
        return HasData(surroundings) ? await Embedded(surroundings, cancellationToken) : null;
    }

    /// <summary>The server that the person chose; the home's own one is started, whatever it has stored.</summary>
    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public static async Task<AskedServer> ChosenOrStarted(Surroundings surroundings, IReadOnlyList<Uri>? option, CancellationToken cancellationToken) =>
        await Chosen(surroundings, option, cancellationToken) ?? await Embedded(surroundings, cancellationToken);

    /// <summary>The server that a link names, which may be the home's own.</summary>
    /// <exception cref="CliFailure">The embedded server does not start.</exception>
    public static async Task<AskedServer> OfLink(Surroundings surroundings, Uri server, IReadOnlyList<Uri>? option, CancellationToken cancellationToken)
    {
        var isOwn = option is null && !ServerChoice.Of(option, surroundings).Names(server) && EmbeddedFiles.Of(surroundings.Home).LastAddress() == server;
        return isOwn && HasData(surroundings)
            ? await Embedded(surroundings, cancellationToken)
            : new(Gateway.OfLink(surroundings, server, option), null);
    }

    public void Dispose()
    {
        Gateway.Dispose();
        _embedded?.Dispose();
    }

    private static async Task<AskedServer> Embedded(Surroundings surroundings, CancellationToken cancellationToken)
    {
        var embedded = await EmbeddedServer.Use(surroundings, cancellationToken);
        return new(Gateway.Embedded(surroundings, embedded.Address), embedded);
    }

    private static bool HasData(Surroundings surroundings) => Directory.Exists(EmbeddedFiles.Of(surroundings.Home).Data);
}
