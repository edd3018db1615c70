using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>A server as the commands call it: where it is, and who one is there.</summary>
internal sealed class Gateway : IDisposable
{
    private Gateway(Surroundings surroundings, IReadOnlyList<Uri> addresses, bool embedded, bool chosen)
    {
        Addresses = addresses;
        IsEmbedded = embedded;
        Credentials = new Credentials(surroundings, addresses[0], embedded, chosen);
        Api = new ServerApi(addresses[0], Credentials.Token);
    }

    public IReadOnlyList<Uri> Addresses { get; }

    public bool IsEmbedded { get; }

    public Credentials Credentials { get; }

    public ServerApi Api { get; }

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

    /// <summary>The server that a link names. All addresses of its cluster are tried where the person chose that cluster.</summary>
    public static Gateway OfLink(Surroundings surroundings, Uri server, IReadOnlyList<Uri>? option)
    {
        var choice = ServerChoice.Of(option, surroundings);
        if (choice.Names(server))
            return new Gateway(surroundings, [server, .. choice.Named!.Where(other => other != server)], embedded: false, chosen: true);
        var embedded = server.IsLoopback && EmbeddedFiles.Of(surroundings.Home).Running() == server;
        return new Gateway(surroundings, [server], embedded, chosen: false);
    }

    public Task<T> Call<T>(Func<Task<T>> call) => Credentials.Call(call);

    public Task Call(Func<Task> call) => Credentials.Call(async () =>
    {
        await call();
        return Reason.None;
    });

    /// <summary>Connects sharers and viewers, as the person who is signed in here.</summary>
    public ISessionTransport Transport(Surroundings surroundings) =>
        new SignalRTransport(new SignalRTransportOptions { Token = Credentials.Token, TimeProvider = surroundings.Time });

    public void Dispose()
    {
        Api.Dispose();
        Credentials.Dispose();
    }
}
