using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Starts and stops a silo stage by stage. A start that fails ends there; a stop goes through, whatever fails.</summary>
internal sealed partial class SiloLifecycle(ILogger<SiloLifecycle> logger) : ISiloLifecycle
{
    private readonly List<Subscription> _subscriptions = [];
    private bool _hasStarted;
    private int? _reached;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_hasStarted)
        {
            throw new InvalidOperationException("The lifecycle has started already.");
        }

        var subscription = new Subscription(this, observerName, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        foreach (var stage in Stages().Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _reached = stage;
            await Task.WhenAll(ObserversOf(stage).Select(subscription => subscription.Observer.OnStart(cancellationToken)));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var stage in Stages().Where(stage => stage <= _reached).OrderDescending())
        {
            await Task.WhenAll(ObserversOf(stage).Select(subscription => StopAsync(subscription, cancellationToken)));
        }
    }

    private async Task StopAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            await subscription.Observer.OnStop(cancellationToken);
        }
        catch (Exception exception)
        {
            Log.StopFailed(logger, subscription.Name, subscription.Stage, exception);
        }
    }

    private IReadOnlyList<int> Stages() => [.. _subscriptions.Select(subscription => subscription.Stage).Distinct()];

    private IReadOnlyList<Subscription> ObserversOf(int stage) => [.. _subscriptions.Where(subscription => subscription.Stage == stage)];

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Observer} failed to stop at stage {Stage}; the silo goes on stopping")]
        public static partial void StopFailed(ILogger logger, string observer, int stage, Exception exception);
    }

    private sealed record Subscription(SiloLifecycle Lifecycle, string Name, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose() => Lifecycle._subscriptions.Remove(this);
    }
}
