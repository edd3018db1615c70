using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace SessionShare.Bench.Yardsticks;

/// <summary>The plain SignalR relay, as one would write it first: JSON, bytes as base64, each piece of output sent to the group of its viewers. On the same transport as the gateway.</summary>
internal static class SignalRServer
{
    private const int MessageBytes = 400 * 1024;

    public static Task Serve()
    {
        var builder = Hosting.Builder();
        builder.Services.AddSignalR(hub =>
        {
            (hub.KeepAliveInterval, hub.ClientTimeoutInterval) = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
            hub.MaximumReceiveMessageSize = MessageBytes;
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapHub<RelayHub>("/relay", connection => connection.Transports = HttpTransportType.WebSockets);
        return Hosting.RunForGood(app);
    }

    private sealed class RelayHub : Hub
    {
        public Task Share(string session) => Groups.AddToGroupAsync(Context.ConnectionId, $"sharer {session}");

        public Task View(string session) => Groups.AddToGroupAsync(Context.ConnectionId, $"viewers {session}");

        public Task Output(string session, byte[] bytes) => Clients.Group($"viewers {session}").SendAsync("Output", bytes);

        public Task Type(string session, byte[] bytes) => Clients.Group($"sharer {session}").SendAsync("Type", bytes);

#pragma warning disable CA1822 // SignalR calls it on an object.
        /// <summary>A stream that never says anything: what a connection costs at rest.</summary>
        public async IAsyncEnumerable<int> Nothing([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            yield return 0;
        }
    }
}
