using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SessionShare.Bench;

/// <summary>
/// What lies between some people and the server: passes bytes, as late as it was told, until their connections are cut. It listens before the server runs, so that
/// the server can have its address for its own (<c>Gateway:PublicUrl</c>).
/// </summary>
internal sealed class Network : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<Passage, bool> _open = new();
    private readonly Distance _distance;
    private volatile bool _disposed;

    /// <param name="distance">What the network itself adds; null: nothing.</param>
    /// <param name="address">Where it listens; null: at 127.0.0.1.</param>
    public Network(Distance? distance = null, IPAddress? address = null)
    {
        _distance = distance ?? Distance.None;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start(1000);
        Url = new Uri($"http://{_listener.LocalEndpoint}/");
        _ = Accept();
    }

    /// <summary>Where people connect.</summary>
    public Uri Url { get; }

    /// <summary>Has the server give that address for its own.</summary>
    public string Setting => $"Gateway:PublicUrl={Url.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Where their connections lead to; set before the first of them.</summary>
    public Uri? Server { get; set; }

    /// <summary>Connections of now.</summary>
    public int Count => _open.Count;

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        foreach (var passage in _open.Keys)
            passage.Reset();
    }

    /// <summary>Resets one of the connections; nothing where there is none.</summary>
    public void CutOne(Random random)
    {
        var all = _open.Keys.ToArray();
        if (all.Length > 0)
            all[random.Next(all.Length)].Reset();
    }

    public void Dispose()
    {
        _disposed = true;
        _listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        while (!_disposed)
        {
            try
            {
                _ = Pass(await _listener.AcceptSocketAsync());
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Disposed, or the client went before it was let in.
            }
        }
    }

    private async Task Pass(Socket client)
    {
        using var passage = new Passage(client, _distance);
        _open[passage] = true;
        await passage.Run(Server!);
        _open.TryRemove(passage, out _);
    }
}
