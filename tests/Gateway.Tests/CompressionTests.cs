using System.Net.WebSockets;
using SessionShare.Client;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

/// <summary>Compressed WebSockets: where the gateway's settings say so, and the client offers it.</summary>
public sealed class CompressionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("false", true, false)]
    [InlineData("true", false, false)]
    [InlineData("true", true, true)]
    public async Task Is_agreed_on_by_both_sides(string setting, bool offered, bool agreed)
    {
        var gateway = await TestGateway.Start("--set", $"Gateway:Compress={setting}");
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = offered ? new WebSocketDeflateOptions() : null;

        await socket.ConnectAsync(new UriBuilder(gateway.Url) { Scheme = "ws", Path = Hubs.Viewer.Path }.Uri, CancellationToken.None);

        var answered = socket.HttpResponseHeaders!.Where(header => header.Key.Equals("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value);
        answered.Any(extension => extension.Contains("permessage-deflate", StringComparison.Ordinal)).Should().Be(agreed);
        socket.Abort();
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(WireEncoding.MessagePack)]
    [InlineData(WireEncoding.Json)]
    public async Task Changes_nothing_of_what_arrives(WireEncoding encoding)
    {
        var gateway = await TestGateway.Start("--set", "Gateway:Compress=true");
        await using (var session = await WalkedSession.Begin(gateway, Role.View, encoding))
        {
            var random = new Random(7);
            // Nothing to gain, much to gain, and what neither is.
            var texts = new[] { new string('x', 60_000), new string([.. Enumerable.Range(0, 60_000).Select(_ => (char)random.Next(32, 127))]), "grüße\r\n" };
            foreach (var text in texts)
                await session.Output(text);

            await using var viewer = await new SignalRTransport(new SignalRTransportOptions { Encoding = encoding }).ConnectViewer(gateway.Url, CancellationToken.None);
            (await viewer.Join(new JoinRequest(WireLimits.ProtocolVersion, session.Id, session.Secret, "Guest", null), CancellationToken.None)).Refused.Should().BeNull();
            var seen = "";
            await viewer.Watch(new WatchRequest(true, 0, null), CancellationToken.None)
                .FirstOf(item => (seen += item.Frames is { } frames ? OneFrame.OutputOf(frames.Run) : "").Length >= texts.Sum(text => text.Length)).WaitAsync(Patience);

            seen.Should().Be(string.Concat(texts));
        }

        await gateway.DisposeAsync();
    }
}
