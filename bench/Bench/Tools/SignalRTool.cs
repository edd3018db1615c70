using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>The plain SignalR relay of bench/Yardsticks.</summary>
internal sealed class SignalRTool : ITool
{
    private readonly ToolProcess _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-bench-");

    private SignalRTool(ToolProcess server) => _server = server;

    public string Name => Tools.SignalR;

    public int? Server => _server.Id;

    public Uri Listening => new(_server.FirstLine);

    public string Folder => _folder.FullName;

    public static async Task<ITool> Start() => new SignalRTool(await ToolProcess.Yardstick("signalr"));

    public async Task<ISharing> Share(string script, Network? via = null)
    {
        var session = Guid.NewGuid().ToString("n");
        return new Sharing(Listening, session, await ToolProcess.Yardstick("share", "signalr", new Joining(Via: via).To(new Uri(Listening, session)).ToString(), script));
    }

    public async Task<IWrittenSharing> ShareWritten()
    {
        var session = Guid.NewGuid().ToString("n");
        var connection = await RawConnection.Open(new Uri(Listening, "relay"), null);
        await connection.Invoke("Share", $"\"{session}\"");
        _ = connection.Drain();
        return new Written(Listening, session, connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<IView> View(Uri address, string session, Joining how)
    {
        var connection = await RawConnection.Open(how.To(new Uri(address, "relay")), null, Sockets.Http(how));
        await connection.Invoke("View", $"\"{session}\"");
        return new Viewer(connection, session);
    }

    private sealed class Sharing(Uri address, string session, ToolProcess sharer) : ISharing
    {
        public int? Sharer => sharer.Id;

        public Uri Address => address;

        public Task<IView> Join(Joining how) => View(address, session, how);

        public ValueTask DisposeAsync() => sharer.DisposeAsync();
    }

    private sealed class Written(Uri address, string session, RawConnection connection) : IWrittenSharing
    {
        public int? Sharer => null;

        public Uri Address => address;

        public Task<IView> Join(Joining how) => View(address, session, how);

        public ValueTask Write(ReadOnlyMemory<byte> output) => new(connection.Tell("Output", $"\"{session}\",\"{Convert.ToBase64String(output.Span)}\""));

        public ValueTask DisposeAsync()
        {
            connection.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Viewer(RawConnection connection, string session) : IView
    {
        private byte[] _buffer = [];

        public string? Told => null;

        public async ValueTask<Output> Next()
        {
            while (true)
            {
                if (Read((await connection.Next()).Span) is > 0 and var count)
                    return new(false, _buffer.AsMemory(0, count));
            }
        }

        public Task Type(ReadOnlyMemory<byte> keys) => connection.Tell("Type", $"\"{session}\",\"{Convert.ToBase64String(keys.Span)}\"");

        public void Dispose() => connection.Dispose();

        private int Read(ReadOnlySpan<byte> message)
        {
            var reader = new Utf8JsonReader(message);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("arguments"u8) && reader.Read() && reader.Read())
                    return RawBytes.Of(ref reader, ref _buffer);
            }

            return 0;
        }
    }
}
