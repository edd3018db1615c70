using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SessionShare.Gateway;
using SessionShare.Gateway.Feeds;
using SessionShare.Gateway.Sharing;
using SessionShare.Gateway.Starting;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Bench.Allocations;

/// <summary>A gateway with its silo in this process: everything behind the sharer's hub, up to the feed that viewers read.</summary>
internal sealed class AppendPath : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private readonly ISessionGrain _grain;
    private readonly FeedLease _lease;
    private readonly ShareAnswer _shared;
    private readonly SemaphoreSlim _answered = new(0);
    private readonly Uplink _uplink;
    private long _next;

    private AppendPath(DirectoryInfo folder, WebApplication app, ISessionGrain grain, FeedLease lease, ShareAnswer shared)
    {
        (_folder, _app, _grain, _lease, _shared, _next) = (folder, app, grain, lease, shared, shared.Next);
        _uplink = new Uplink(call => _grain.Append(call), Tell, (_, _) => { }, TimeProvider.System);
        _uplink.Start();
    }

    public static async Task<AppendPath> Open()
    {
        var folder = Directory.CreateTempSubdirectory("sessionshare-bench-");
        var app = GatewayHost.Build(Arguments.Parse(
            ["--url", "http://127.0.0.1:0", "--data", Path.Combine(folder.FullName, "data"), "--set", "Session:MaxBytes=100000000000", "--set", "Quota:DayBytes=100000000000"]));
        await app.StartAsync();
        var grain = app.Services.GetRequiredService<IGrainFactory>().Find<ISessionGrain>("0000000000000000000001");
        var shared = await grain.Share(new ShareCall(new UserIdentity("ada", "Ada", "ada@example.com", null), null, "", 80, 24, [], Role.View));
        return new AppendPath(folder, app, grain, await app.Services.GetRequiredService<FeedRegistry>().Open("0000000000000000000001"), shared);
    }

    /// <summary>One append after the other, each once the one before was taken in; bytes allocated for one, until all are durable and in the feed.</summary>
    public async Task<double> Append(Work work)
    {
        await Append(work, Work.Warmup);
        var before = GC.GetTotalAllocatedBytes(true);
        await Append(work, Work.Measured);
        return (GC.GetTotalAllocatedBytes(true) - before) / (double)Work.Measured;
    }

    public async ValueTask DisposeAsync()
    {
        await _uplink.DisposeAsync();
        await _lease.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _answered.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task Append(Work work, int appends)
    {
        for (var i = 0; i < appends; i++)
        {
            await _uplink.Take(new AppendRequest(_shared.Epoch, _shared.Attachment, work.Run(_next)));
            _next += work.Frames;
            await _answered.WaitAsync();
        }

        for (var changed = _lease.Feed.Changed; _lease.Feed.Signals.Durable < _next - 1; changed = _lease.Feed.Changed)
            await changed;
    }

    private ValueTask Tell(ControlItem item)
    {
        if (item.Refused is { } refused)
            throw new InvalidOperationException(refused.Text);
        _answered.Release();
        return ValueTask.CompletedTask;
    }
}
