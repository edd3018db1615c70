using System.Net;
using System.Net.Sockets;

namespace SessionShare.Storage.Tests;

/// <summary>A way to a server that a test can break: it passes bytes on, until it is told to lose answers.</summary>
internal sealed class Relay : IDisposable
{
    private const int LongestCut = 256;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private Func<byte[], bool>? _lost;
    private int _answersLost;
    private long _answered;

    public Relay(int server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers that did not come through.</summary>
    public int AnswersLost => Volatile.Read(ref _answersLost);

    /// <summary>Bytes of answers that came through.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Lets the next request whose bytes <paramref name="request"/> knows reach the server, and closes the connection where its answer would come.</summary>
    public void LoseAnswerTo(Func<byte[], bool> request) => _lost = request;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Pass(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Pass(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server);
                var way = new Way();
                await Task.WhenAny(Requests(client.GetStream(), server.GetStream(), way), Answers(server.GetStream(), client.GetStream(), way));
            }
            catch (SocketException)
            {
                // The server is away: so is the way to it.
            }
        }
    }

    private async Task Requests(NetworkStream client, NetworkStream server, Way way)
    {
        var buffer = new byte[256 * 1024];
        byte[] before = [];
        for (int count; (count = await Read(client, buffer)) > 0;)
        {
            // A request may come in pieces, cut anywhere.
            byte[] seen = [.. before, .. buffer.AsSpan(0, count)];
            before = seen[Math.Max(0, seen.Length - LongestCut)..];
            var isLost = _lost?.Invoke(seen) == true;
            if (isLost)
                (_lost, way.LosesNext, before) = (null, true, []);
            await server.WriteAsync(buffer.AsMemory(0, count));
            if (isLost)
                way.Sent.SetResult();
        }
    }

    private async Task Answers(NetworkStream server, NetworkStream client, Way way)
    {
        var buffer = new byte[256 * 1024];
        for (int count; (count = await Read(server, buffer)) > 0;)
        {
            if (way.LosesNext)
            {
                // What comes first may be the answer to something before it on the same way: the server does all that it was sent, and ends.
                await way.Sent.Task;
                server.Socket.Shutdown(SocketShutdown.Send);
                while (await Read(server, buffer) > 0)
                {
                }

                Interlocked.Increment(ref _answersLost);
                return;
            }

            Interlocked.Add(ref _answered, count);
            await client.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private static async Task<int> Read(NetworkStream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>One connection through here.</summary>
    private sealed class Way
    {
        public volatile bool LosesNext;

        /// <summary>The request whose answer is lost has gone to the server.</summary>
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
