#pragma warning disable CA1822 // SignalR calls instance methods.
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionShare.Protocol;
using SessionShare.Protocol.Binary;

namespace SessionShare.Client.Tests;

/// <summary>A Kestrel on a loopback port of its own, with hubs that have the protocol's method names and no session behind them.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HubServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>Authorization headers of the handshakes that came.</summary>
    public ConcurrentQueue<string?> Tokens { get; } = new();

    /// <summary>Reason with which handshakes are refused; null: they are let in.</summary>
    public Reason? Refuse { get; set; }

    public static async Task<HubServer> Start(Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = WireLimits.SharerMessageBytes)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = new(WireJson.Options));
        builder.Services.AddSingleton<IHubProtocol>(new MessagePackProtocol());
        var app = builder.Build();
        var server = new HubServer(app);
        app.Use(server.Handshake);
        app.MapHub<ShareHub>("/" + Hubs.Sharer.Path);
        app.MapHub<ViewHub>("/" + Hubs.Viewer.Path);
        map?.Invoke(app);
        await app.StartAsync();
        return server;
    }

    public Task Stop() => _app.StopAsync(new CancellationToken(canceled: true));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task Handshake(HttpContext context, RequestDelegate next)
    {
        Tokens.Enqueue(context.Request.Headers.Authorization);
        if (Refuse is not { } reason)
            return next(context);
        context.Response.StatusCode = Reasons.Of(reason).HttpStatus;
        context.Response.Headers[HttpApi.ReasonHeader] = char.ToLowerInvariant($"{reason}"[0]) + $"{reason}"[1..];
        return Task.CompletedTask;
    }

    internal sealed class Inbox
    {
        public System.Threading.Channels.Channel<ControlItem> Control { get; } = System.Threading.Channels.Channel.CreateUnbounded<ControlItem>();
    }

    internal sealed class ShareHub(Inbox inbox) : Hub
    {
        public ShareReply Share(ShareRequest request) => new(null, new Shared(
            1, 2, 3, $"https://host/s/{request.Session}#k=x", new(1, 2, 3, null, 600), FakeSharerConnection.Nobody, DateTimeOffset.UnixEpoch, 1));

        public void Append(AppendRequest request)
        {
            inbox.Control.Writer.TryWrite(new ControlItem { Appended = request.Run.Last });
            inbox.Control.Writer.TryWrite(new ControlItem { Typed = new Typed(1, "p", 1, request.Run.Bytes.ToArray().Take(1000).ToArray()) });
        }

        public IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken) =>
            inbox.Control.Reader.ReadAllAsync(cancellationToken);

        public void ControlSeen(long number) => inbox.Control.Writer.TryWrite(new ControlItem { Durable = number });

        public EndReply End(EndRequest request) => new(Refusal.Of(Reason.Gap, expected: request.Last));
    }

    internal sealed class ViewHub : Hub
    {
        public JoinReply Join(JoinRequest request) => request.Name == "fault"
            ? throw new InvalidOperationException("A fault of the server's.")
            : new(null, new Joined(new ParticipantKey("p", "s"), Role.View, "title", 0));

        public async IAsyncEnumerable<WatchItem> Watch(WatchRequest request)
        {
            yield return FakeViewerConnection.Frames(1, 1, new string('x', 65_000), "y");
            await Task.Yield();
            Context.Abort();
        }

        public void Leave()
        {
        }
    }
}
