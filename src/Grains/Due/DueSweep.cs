using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Due;

/// <summary>
/// Wakes sessions, and days of the audit, to which something is due though nobody calls them: at the silo's start, and every <see cref="SessionOptions.SweepEvery"/>. Every silo sweeps; one that
/// is woken twice does nothing the second time.
/// </summary>
public sealed partial class DueSweep : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Grains of a kind in one sweep. Where there are more, the next one follows soon.</summary>
    private const int Most = 256;

    /// <summary>Grains of a kind in the sweep at a silo's start.</summary>
    private const int MostAtStart = 100_000;

    /// <summary>Grains that are woken side by side: a session reads its state and its log's head.</summary>
    private const int AtOnce = 32;

    /// <summary>How much sooner the next sweep follows where this one found as many as it may.</summary>
    private const int Hurry = 20;

    private readonly IDueGrains _due;
    private readonly Kind[] _kinds;
    private readonly TimeSpan _every;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _sweeping = Task.CompletedTask;
    private HashSet<string> _failing = new(StringComparer.Ordinal);
    private bool _isBlind;

    /// <summary>A sweep over what this silo's stores hold.</summary>
    public DueSweep(IDueGrains due, IGrainFactory grains, IOptions<SessionOptions> options, TimeProvider time, ILogger<DueSweep> logger)
        : this(due, KindsOf(grains), options.Value.SweepEvery, time, logger)
    {
    }

    /// <param name="due">Says which sessions.</param>
    /// <param name="kinds">What is woken, and how.</param>
    /// <param name="every">The time between two sweeps.</param>
    internal DueSweep(IDueGrains due, Kind[] kinds, TimeSpan every, TimeProvider time, ILogger logger) =>
        (_due, _kinds, _every, _time, _logger) = (due, kinds, every, time, logger);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        lifecycle.Subscribe(nameof(DueSweep), ServiceLifecycleStage.Active, _ => Start(), _ => Stop());
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>Begins to sweep; does not wait for the first one.</summary>
    internal Task Start()
    {
        _sweeping = Sweeps(_stopping.Token);
        return Task.CompletedTask;
    }

    /// <summary>Ends at once: what is under way is left to itself.</summary>
    internal async Task Stop()
    {
        await _stopping.CancelAsync();
        await _sweeping;
    }

    private async Task Sweeps(CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            // Sessions that lived here when the silo died say so for a while yet; they are looked after at once.
            var isFull = await Sweep(atStart: true, stopping);
            while (true)
            {
                await Task.Delay(isFull ? _every / Hurry : _every, _time, stopping);
                isFull = await Sweep(atStart: false, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Wakes what is due; true when there may be more.</summary>
    private async Task<bool> Sweep(bool atStart, CancellationToken stopping)
    {
        try
        {
            var most = atStart ? MostAtStart : Most;
            var (isFull, failing) = (false, new HashSet<string>(StringComparer.Ordinal));
            foreach (var kind in _kinds)
            {
                var due = await _due.Due(kind.StateName, _time.GetUtcNow() + (atStart ? kind.AheadAtStart : TimeSpan.Zero), most, stopping).WaitAsync(stopping);
                _isBlind = false;
                foreach (var some in due.Chunk(AtOnce))
                    failing.UnionWith((await Task.WhenAll(some.Select(key => Wake(kind, key))).WaitAsync(stopping)).OfType<string>());
                isFull |= due.Count == most;
            }

            _failing = failing;
            return isFull;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            if (!_isBlind)
                LogSweepFailed(fault);
            _isBlind = true;
            return false;
        }
    }

    /// <summary>Wakes one; answers it where that failed.</summary>
    private async Task<string?> Wake(Kind kind, string key)
    {
        var name = $"{kind.StateName} {key}";
        try
        {
            await kind.Wake(key);
            return null;
        }
        catch (Exception fault)
        {
            if (!_failing.Contains(name))
                LogWakeFailed(kind.StateName, key, fault);
            return name;
        }
    }

    private static Kind[] KindsOf(IGrainFactory grains) =>
    [
        new(SessionState.Name, SessionState.LookedAfter, session => grains.GetGrain<ISessionGrain>(session).Due()),
        new(AuditState.Name, TimeSpan.Zero, day => grains.GetGrain<IAuditGrain>(day).Due()),
    ];

    [LoggerMessage(LogLevel.Error, "Storage could not say what is due; asked again at every sweep.")]
    private partial void LogSweepFailed(Exception fault);

    [LoggerMessage(LogLevel.Error, "{Kind} {Key}: something is due, and it could not be woken; tried again at every sweep.")]
    private partial void LogWakeFailed(string kind, string key, Exception fault);

    /// <summary>A kind of grains that are woken.</summary>
    /// <param name="StateName">The name of their state.</param>
    /// <param name="AheadAtStart">What is due within that time is woken at a silo's start, too.</param>
    /// <param name="Wake">Wakes one.</param>
    internal sealed record Kind(string StateName, TimeSpan AheadAtStart, Func<string, Task> Wake);
}
