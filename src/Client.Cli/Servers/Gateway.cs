using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>A server as the commands call it: where it is, and who one is there.</summary>
internal sealed class Gateway : IDisposable
{
    private readonly ClusterApi _api;

    private Gateway(Surroundings surroundings, IReadOnlyList<Uri> addresses, bool embedded, bool chosen)
    {
        Addresses = addresses;
        IsEmbedded = embedded;
        Credentials = new Credentials(surroundings, addresses, embedded, chosen);
        _api = new ClusterApi(addresses, Credentials.Token);
    }

    public IReadOnlyList<Uri> Addresses { get; }

    public bool IsEmbedded { get; }

    public Credentials Credentials { get; }

    /// <summary>The server that the person chose; null: the embedded one, which does not run.</summary>
    public static Gateway? Chosen(Surroundings surroundings, IReadOnlyList<Uri>? option)
    {
        var choice = ServerChoice.Of(option, surroundings);
        if (choice.Named is { } named)
            return new Gateway(surroundings, named, embedded: false, chosen: true);
        return EmbeddedFiles.Of(surroundings.Home).Running() is { } running ? Embedded(surroundings, running) : null;
    }

    /// <summary>This home's own server.</summary>
    public static Gateway Embedded(Surroundings surroundings, Uri address) => new(surroundings, [address], embedded: true, chosen: false);

    /// <summary>
    /// The server that a link names. A cluster that the person chose is tried at all its addresses, the link's first; one named by the option
    /// counts even where the link names another address, such as the one in front of the cluster, to which then nothing is sent.
    /// </summary>
    public static Gateway OfLink(Surroundings surroundings, Uri server, IReadOnlyList<Uri>? option)
    {
        var choice = ServerChoice.Of(option, surroundings);
        if (choice.Names(server) || option is not null)
            return new Gateway(surroundings, [.. choice.Named!.OrderByDescending(address => address == server)], embedded: false, chosen: true);
        var embedded = server.IsLoopback && EmbeddedFiles.Of(surroundings.Home).Running() == server;
        return new Gateway(surroundings, [server], embedded, chosen: false);
    }

    public Task<T> Call<T>(Func<Task<T>> call) => Credentials.Call(call);

    /// <summary>Asks the HTTP API of whichever gateway answers, signed in as <see cref="Call"/> does.</summary>
    public Task<T> Ask<T>(Func<ServerApi, Task<T>> ask) => Call(() => _api.Ask(ask));

    /// <summary>As <see cref="Ask{T}"/>, where nothing is answered.</summary>
    public Task Ask(Func<ServerApi, Task> ask) => Ask(async api =>
    {
        await ask(api);
        return Reason.None;
    });

    /// <summary>Connects sharers, viewers and lists, as the person who is signed in here.</summary>
    public SignalRTransport Transport(Surroundings surroundings) =>
        new SignalRTransport(new SignalRTransportOptions { Token = Credentials.Token, Renew = Credentials.Renew, TimeProvider = surroundings.Time });

    public void Dispose()
    {
        _api.Dispose();
        Credentials.Dispose();
    }
}
