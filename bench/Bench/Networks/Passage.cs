using System.Net;
using System.Net.Sockets;

namespace SessionShare.Bench;

/// <summary>One connection through a network.</summary>
internal sealed class Passage(Socket client, Distance distance) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _over = new();

    /// <summary>Passes bytes until either side ends, or it is reset; then both are reset.</summary>
    public async Task Run(Uri server)
    {
        try
        {
            client.NoDelay = true;
            // The handshake of TCP goes to the other end and back.
            await Task.Delay(distance.RoundTrip, _over.Token);
            await _server.ConnectAsync(IPAddress.Loopback, server.Port, _over.Token);
            using var up = new Lane(client, _server, distance);
            using var down = new Lane(_server, client, distance);
            await await Task.WhenAny(up.Run(_over.Token), down.Run(_over.Token));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Reset, or one side is away: so is the way to it.
        }
    }

    public void Reset()
    {
        _over.Cancel();
        foreach (var socket in (Socket[])[client, _server])
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // It is closed already.
            }

            socket.Dispose();
        }
    }

    public void Dispose() => Reset();
}
