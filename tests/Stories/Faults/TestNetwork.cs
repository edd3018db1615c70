using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SessionShare.Stories;

/// <summary>
/// One person's network: passes bytes between that person's client and the server, until it is told not to. The server is asked under its own address, as by a
/// reverse proxy.
/// </summary>
internal sealed class TestNetwork : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Passage, bool> _open = new();
    private readonly Uri _server;
    private volatile bool _down;
    private volatile bool _disposed;

    public TestNetwork(Uri server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    /// <summary>Where the client connects.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        foreach (var passage in _open.Keys)
            passage.Reset();
    }

    /// <summary>No byte passes any more on the connections of now, and nobody is told; new ones work.</summary>
    public void Silence()
    {
        foreach (var passage in _open.Keys)
            passage.Silence();
    }

    /// <summary>Cuts every connection, and refuses new ones until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        _down = true;
        Cut();
    }

    public void ComeBack() => _down = false;

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
        using var passage = new Passage(client);
        if (_down)
        {
            passage.Reset();
            return;
        }

        _open[passage] = true;
        try
        {
            await passage.Run(_server);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Cut, or the server is away: so is the way to it.
        }

        await passage.Over;
        _open.TryRemove(passage, out _);
    }

    /// <summary>One connection through.</summary>
    private sealed class Passage(Socket client) : IDisposable
    {
        private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsSilent { get; private set; }

        /// <summary>A silent connection is over only when it is reset: the other side's end does not come through either.</summary>
        public Task Over => IsSilent ? _reset.Task : Task.CompletedTask;

        public void Silence() => IsSilent = true;

        public void Reset()
        {
            _reset.TrySetResult();
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

        public async Task Run(Uri server)
        {
            client.NoDelay = true;
            var head = await Head();
            await _server.ConnectAsync(IPAddress.Loopback, server.Port);
            await Send(_server, head.Replace($"Host: {client.LocalEndPoint}", $"Host: {server.Authority}", StringComparison.OrdinalIgnoreCase));
            await await Task.WhenAny(Copy(client, _server), Copy(_server, client));
        }

        public void Dispose() => Reset();

        private async Task<string> Head()
        {
            var head = new StringBuilder();
            var buffer = new byte[16 * 1024];
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var count = await client.ReceiveAsync(buffer);
                if (count == 0)
                    throw new SocketException((int)SocketError.ConnectionReset);
                head.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }

            return head.ToString();
        }

        private async Task Copy(Socket from, Socket to)
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var count && !IsSilent)
            {
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }

            if (IsSilent)
                await _reset.Task;
        }

        private static async Task Send(Socket to, string text)
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            for (var sent = 0; sent < bytes.Length;)
                sent += await to.SendAsync(bytes.AsMemory(sent));
        }
    }
}
