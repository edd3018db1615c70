using System.Net.WebSockets;

namespace SessionShare.Bench;

/// <summary>The bare WebSocket relay of bench/Yardsticks.</summary>
internal sealed class RelayTool : ITool
{
    private readonly ToolProcess _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-bench-");

    private RelayTool(ToolProcess server) => _server = server;

    public string Name => Tools.Relay;

    public int? Server => _server.Id;

    public Uri Listening => new(_server.FirstLine);

    public string Folder => _folder.FullName;

    public static async Task<ITool> Start() => new RelayTool(await ToolProcess.Yardstick("relay"));

    public async Task<ISharing> Share(string script, Network? via = null)
    {
        var session = Guid.NewGuid().ToString("n");
        return new Sharing(Listening, session, await ToolProcess.Yardstick("share", "relay", new Joining(Via: via).To(new Uri(Listening, $"share/{session}")).ToString(), script));
    }

    public async Task<IWrittenSharing> ShareWritten()
    {
        var session = Guid.NewGuid().ToString("n");
        var socket = await Sockets.Open(new Uri(Listening, $"share/{session}"), new Joining());
        _ = Drain(socket);
        return new Written(Listening, session, socket);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<IView> View(Uri address, string session, Joining how) => new Viewer(await Sockets.Open(new Uri(address, $"view/{session}"), how));

    private static async Task Drain(ClientWebSocket socket)
    {
        try
        {
            var buffer = new byte[1024];
            while (true)
                await Sockets.Read(socket, buffer);
        }
        catch (Exception over) when (over is WebSocketException or EndOfStreamException or OperationCanceledException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private sealed class Sharing(Uri address, string session, ToolProcess sharer) : ISharing
    {
        public int? Sharer => sharer.Id;

        public Uri Address => address;

        public Task<IView> Join(Joining how) => View(address, session, how);

        public ValueTask DisposeAsync() => sharer.DisposeAsync();
    }

    private sealed class Written(Uri address, string session, ClientWebSocket socket) : IWrittenSharing
    {
        public int? Sharer => null;

        public Uri Address => address;

        public Task<IView> Join(Joining how) => View(address, session, how);

        public ValueTask Write(ReadOnlyMemory<byte> output) => socket.SendAsync(output, WebSocketMessageType.Binary, true, CancellationToken.None);

        public ValueTask DisposeAsync()
        {
            socket.Abort();
            socket.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Viewer(ClientWebSocket socket) : IView
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public string? Told => null;

        public async ValueTask<Output> Next() => new(false, _buffer.AsMemory(0, (await Sockets.Read(socket, _buffer)).Count));

        public Task Type(ReadOnlyMemory<byte> keys) => socket.SendAsync(keys, WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();

        public void Dispose()
        {
            socket.Abort();
            socket.Dispose();
        }
    }
}
