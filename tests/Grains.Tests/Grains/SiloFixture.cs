using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Silo.Engines;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>A silo of this process, on whichever engine this build has. Log and grain states outlive it, as a database would.</summary>
internal sealed class SiloFixture : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private SiloFixture(IHost host, FakeFrameLog log, FakeGrainStorage states) => (_host, Log, States) = (host, log, states);

    public FakeFrameLog Log { get; }

    public FakeGrainStorage States { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<SiloFixture> Start(
        FakeFrameLog? log = null,
        FakeGrainStorage? states = null,
        Action<SessionOptions>? session = null,
        Action<QuotaOptions>? quota = null,
        Action<PlanOptions>? plans = null,
        Action<AuditOptions>? audit = null,
        Action<PolicyOptions>? policy = null,
        TimeProvider? time = null)
    {
        (log, states) = (log ?? new FakeFrameLog(), states ?? new FakeGrainStorage());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(RandomNumberGenerator.Create());
        builder.Services.AddSingleton<LiveSessions>();
        builder.Services.AddSingleton<SessionInstruments>();
        builder.Services.AddSingleton<QuotaInstruments>();
        builder.Services.AddSingleton<AuditInstruments>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<LiveSessions>());
        builder.Services.AddSingleton<DueSweep>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<DueSweep>());
        builder.Services.AddSingleton<IDueGrains>(states);
        builder.Services.AddSingleton<IFrameLog>(log);
        builder.Services.AddKeyedSingleton<IGrainStorage>("sessions", states);
        builder.Services.AddKeyedSingleton<IGrainStorage>("users", states);
        builder.Services.Configure(session ?? (_ => { }));
        builder.Services.Configure(quota ?? (_ => { }));
        builder.Services.Configure(plans ?? (_ => { }));
        builder.Services.Configure(audit ?? (_ => { }));
        builder.Services.Configure(policy ?? (_ => { }));
        builder.UseOrleans(Engine.UseOneProcess);
        var host = builder.Build();
        await host.StartAsync();
        return new SiloFixture(host, log, states);
    }

    /// <summary>Waits until something holds that nobody tells of.</summary>
    public static async Task Until(Func<bool> holds, string expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Expected {expected}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public ISessionGrain Session(string id) => Grains.GetGrain<ISessionGrain>(id);

    /// <summary>Shares as Ada, from a first process or, with an epoch, from one that comes back.</summary>
    public async Task<ShareAnswer> Share(string id, long? epoch = null)
    {
        var answer = await Session(id).Share(new ShareCall(Rules.SessionFixture.Ada, epoch, "title", 80, 24, [new EmailRuleValue("bob@example.com", Role.Edit)], Role.View));
        answer.Refused.Should().BeNull();
        return answer;
    }

    public Task<AppendAnswer> Append(string id, ShareAnswer share, long first, params string[] outputs) =>
        Session(id).Append(new AppendCall(share.Attachment, RunValue.Of(share.Epoch, Frames.Run(first, outputs))));

    public Reading<WatchEvent> Watch(string id, long? after = 0, string gateway = "g1", params JoinCall[] participants) =>
        new(cancellation => Session(id).Watch(new WatchCall(gateway, participants, after, null), cancellation));

    public Reading<ControlEvent> Control(string id, ShareAnswer share, long after = 0) =>
        new(cancellation => Session(id).Control(new ControlCall(share.Epoch, share.Attachment, after), cancellation));

    /// <summary>Stops as a host does on SIGTERM.</summary>
    public async Task Stop()
    {
        _stopped = true;
        await _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Log.Recover();
        if (!_stopped)
            await Stop();
        _host.Dispose();
    }
}
