using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>Shares and joins by raw connections, many side by side.</summary>
internal static class RawSessions
{
    private const int SideBySide = 16;

    public static async Task<string> Token(Server server)
    {
        using var api = new ServerApi(server.Url);
        return (await api.SignInLocally("ada@example.com", null, CancellationToken.None)).Token;
    }

    /// <summary>A new session that anyone with the link may view.</summary>
    public static async Task<RawSharer> Share(Server server, string token)
    {
        var connection = await RawConnection.Open(new Uri(server.Url, Hubs.Sharer.Path), token, packed: server.SpeaksMessagePack);
        var session = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var answer = await connection.Invoke(
            Hubs.Sharer.Share, $$"""{"version":1,"session":"{{session}}","title":"idle","size":{"columns":80,"rows":24},"allow":[],"link":"view"}""");
        if (!answer.TryGetProperty("shared", out var shared) || !SessionLink.TryParse(shared.GetProperty("link").GetString(), out var link))
            throw new InvalidOperationException($"Not shared: {answer}");
        await connection.Stream(Hubs.Sharer.Control, """{"after":0}""");
        return new RawSharer(connection, link, shared.GetProperty("epoch").GetInt64(), shared.GetProperty("attachment").GetInt64());
    }

    /// <summary>A guest; the stream is opened where it is to watch.</summary>
    public static async Task<RawConnection> Join(Server server, SessionLink link, bool watches = true, Joining? how = null)
    {
        how ??= new Joining();
        var connection = await RawConnection.Open(how.To(new Uri(server.Url, Hubs.Viewer.Path)), null, Sockets.Http(how), how.Packed ?? server.SpeaksMessagePack);
        var answer = await connection.Invoke(Hubs.Viewer.Join, $$"""{"version":1,"session":"{{link.Session}}","linkSecret":"{{link.Secret}}","name":"guest"}""");
        if (!answer.TryGetProperty("joined", out _))
            throw new InvalidOperationException($"Not joined: {answer}");
        if (watches)
            await connection.Stream(Hubs.Viewer.Watch, how.WholeStory ? """{"recorder":true,"after":0,"rosterUpdates":true}""" : """{"recorder":false,"back":0,"rosterUpdates":true}""");
        return connection;
    }

    /// <summary>Does something for each number from 0, several at a time.</summary>
    public static async Task<T[]> Many<T>(int count, Func<int, Task<T>> make)
    {
        var made = new T[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
            async (number, _) => made[number] = await make(number));
        return made;
    }

    /// <summary>What clients do while nothing happens: each pings every 15 s.</summary>
    public static async Task KeepAlive(IReadOnlyList<RawConnection> connections, CancellationToken cancellationToken)
    {
        try
        {
            const int Slices = 100;
            for (var slice = 0; ; slice = (slice + 1) % Slices)
            {
                var wait = Task.Delay(150, cancellationToken);
                for (var i = slice; i < connections.Count; i += Slices)
                    await connections[i].SendPing();
                await wait;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
        }
    }
}
