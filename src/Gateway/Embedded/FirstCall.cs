using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.Embedded;

/// <summary>
/// Calls each kind of grain once as soon as the server runs, so that what a first call makes is made while the person who waits for the first share is
/// still signing in. Asks for what does not exist; nothing is stored.
/// </summary>
internal sealed class FirstCall(IGrainFactory grains, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Nobody = "nobody";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await grains.GetGrain<ISessionGrain>(Nobody).Describe(Nobody);
        await grains.GetGrain<IUserQuotaGrain>(Nobody).Live();
    }
}
