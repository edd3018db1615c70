using System.Net;
using System.Net.Sockets;
using SessionShare.Cli.Homes;

namespace SessionShare.Cli.Embedded;

/// <summary>The files around a home's embedded server.</summary>
internal sealed record EmbeddedFiles(string Folder)
{
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Written by the server once it listens: <see cref="EmbeddedState"/>.</summary>
    public string State => Path.Combine(Folder, "state.json");

    /// <summary>Every sharing process holds a shared lock on it; the server stops when nobody does.</summary>
    public string InUse => Path.Combine(Folder, "in-use.lock");

    /// <summary>Whoever starts the server holds it alone.</summary>
    public string StartLock => Path.Combine(Folder, "start.lock");

    /// <summary>Where the server listened last: it comes back there if it can, so that links stay right.</summary>
    public string Address => Path.Combine(Folder, "address");

    public string Log => Path.Combine(Folder, "server.log");

    public static EmbeddedFiles Of(Home home) => new(home.ServerFolder);

    /// <summary>Where the server answers; null when it doesn't.</summary>
    public Uri? Running() => EmbeddedState.Read(State) is { Address: { } address } state && IsRunning(state) ? address : null;

    /// <summary>Where the server listens, or listened when it last ran; null: it never ran.</summary>
    public Uri? LastAddress() => EmbeddedState.Read(State)?.Address ?? (File.Exists(Address) && Uri.TryCreate(File.ReadAllText(Address), UriKind.Absolute, out var last) && last.IsLoopback ? last : null);

    /// <summary>Whether the process lives and listens. The number of a dead process may have become another program's, so the port is asked too.</summary>
    public static bool IsRunning(EmbeddedState state) => ServerProcess.IsAlive(state.Pid) && state.Address is { } address && Listens(address);

    private static bool Listens(Uri address)
    {
        try
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            probe.Connect(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
