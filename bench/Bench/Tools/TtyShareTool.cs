using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>tty-share, as Debian has it, local: the sharer is the server. Its viewers' WebSocket carries JSON in base64 in JSON.</summary>
internal sealed class TtyShareTool : ITool
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-bench-");

    public string Name => Tools.TtyShare;

    public int? Server => null;

    public Uri? Listening => null;

    public string Folder => _folder.FullName;

    /// <summary>Null: it is not installed.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, "tty-share")).FirstOrDefault(File.Exists);

    public async Task<ISharing> Share(string script, Network? via = null)
    {
        if (via is not null)
            throw new NotSupportedException("the sharer is the server: nothing lies between them.");
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/s/local/");
        free.Stop();
        // What it shows of the terminal itself goes nowhere; its log says where it listens.
        var command = $"exec {Path} --headless --headless-cols 80 --headless-rows 24 --no-wait --listen {address.Authority} --command sh --args {script} >/dev/null";
        var start = new ProcessStartInfo("sh", ["-c", $"echo started; {command}"]);
        var sharing = new Sharing(address, await ToolProcess.Start(start));
        await sharing.Listens();
        return sharing;
    }

    public Task<IWrittenSharing> ShareWritten() => throw new NotSupportedException("has no sessions without a terminal");

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class Sharing(Uri address, ToolProcess process) : ISharing
    {
        public int? Sharer => process.Id;

        public Uri Address => address;

        public async Task Listens()
        {
            for (var begun = Stopwatch.GetTimestamp(); ; await Task.Delay(20))
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, address.Port);
                    return;
                }
                catch (SocketException) when (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10))
                {
                    // Not yet.
                }
            }
        }

        public async Task<IView> Join(Joining how) => new Viewer(await Sockets.Open(new Uri(address, "ws"), how));

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }

    private sealed class Viewer(ClientWebSocket socket) : IView
    {
        private byte[] _message = new byte[64 * 1024];
        private byte[] _inner = [];
        private byte[] _output = [];

        public string? Told => null;

        public async ValueTask<Output> Next()
        {
            while (true)
            {
                var message = await Message();
                if (!IsWrite(message.Span))
                    continue;
                var inner = Bytes(message.Span, ref _inner);
                if (Bytes(_inner.AsSpan(0, inner), ref _output) is > 0 and var count)
                    return new(false, _output.AsMemory(0, count));
            }
        }

        public Task Type(ReadOnlyMemory<byte> keys)
        {
            var inner = JsonSerializer.SerializeToUtf8Bytes(new { Size = keys.Length, Data = keys.ToArray() });
            return socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { Type = "Write", Data = inner }), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        public void Dispose()
        {
            socket.Abort();
            socket.Dispose();
        }

        private async ValueTask<ReadOnlyMemory<byte>> Message()
        {
            for (var held = 0; ;)
            {
                if (held == _message.Length)
                    Array.Resize(ref _message, held * 2);
                var received = await Sockets.Read(socket, _message.AsMemory(held));
                held += received.Count;
                if (received.EndOfMessage)
                    return _message.AsMemory(0, held);
            }
        }

        private static bool IsWrite(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("Type"u8) && reader.Read())
                    return reader.ValueTextEquals("Write"u8);
            }

            return false;
        }

        private static int Bytes(ReadOnlySpan<byte> json, ref byte[] into)
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("Data"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
                    return RawBytes.Of(ref reader, ref into);
            }

            return 0;
        }
    }
}
