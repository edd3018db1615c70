using System.Text.Json;

namespace SessionShare.Bench.Yardsticks;

/// <summary>To the plain SignalR relay. The session is the address's last part.</summary>
internal sealed class SignalRUplink : IUplink
{
    private readonly RawConnection _connection;
    private readonly string _session;

    private SignalRUplink(RawConnection connection, string session) => (_connection, _session) = (connection, session);

    public static async Task<SignalRUplink> Open(Uri address)
    {
        var session = address.Segments[^1];
        var connection = await RawConnection.Open(new Uri(address, "/relay"), null);
        await connection.Invoke("Share", $"\"{session}\"");
        return new SignalRUplink(connection, session);
    }

    public Task Send(ReadOnlyMemory<byte> output) => _connection.Tell("Output", $"\"{_session}\",\"{Convert.ToBase64String(output.Span)}\"");

    public async Task<ReadOnlyMemory<byte>> Typed()
    {
        while (true)
        {
            var message = JsonDocument.Parse(await _connection.Next()).RootElement;
            if (message.GetProperty("type").GetInt32() == 1 && message.GetProperty("target").GetString() == "Type")
                return message.GetProperty("arguments")[0].GetBytesFromBase64();
        }
    }

    public void Dispose() => _connection.Dispose();
}
