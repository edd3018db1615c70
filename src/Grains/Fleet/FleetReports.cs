using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Fleet;

/// <summary>Says which sessions live on this silo, every few seconds, as long as it is part of its cluster.</summary>
public sealed partial class FleetReports(LiveSessions live, IGrainFactory grains, RandomNumberGenerator random, TimeProvider time, ILogger<FleetReports> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How old what operators see may be.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Sessions in one call.</summary>
    private const int PartSize = 1000;

    private readonly string _silo = Base62.New(random);
    private readonly CancellationTokenSource _stopping = new();
    private Task _reporting = Task.CompletedTask;
    private bool _isSilent;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(nameof(FleetReports), ServiceLifecycleStage.Active, _ => Start(), _ => Stop());
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private Task Start()
    {
        _reporting = Reports(_stopping.Token);
        return Task.CompletedTask;
    }

    private async Task Stop()
    {
        await _stopping.CancelAsync();
        await _reporting;
    }

    private async Task Reports(CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await Report(stopping);
                await Task.Delay(Every, time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task Report(CancellationToken stopping)
    {
        try
        {
            var isFirst = true;
            foreach (var part in live.Report().Chunk(PartSize).DefaultIfEmpty([]))
            {
                await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Report(new FleetReport(_silo, isFirst, part)).WaitAsync(stopping);
                isFirst = false;
            }

            _isSilent = false;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            if (!_isSilent)
                LogNotTold(fault.Message);
            _isSilent = true;
        }
    }

    [LoggerMessage(LogLevel.Information, "The cluster could not be told which sessions live here; it is told again in some seconds: {Fault}")]
    private partial void LogNotTold(string fault);
}
