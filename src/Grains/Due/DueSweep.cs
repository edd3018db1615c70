using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Due;

/// <summary>
/// Wakes sessions to which something is due though nobody calls them: at the silo's start, and every <see cref="SessionOptions.SweepEvery"/>. Every silo sweeps; a session that
/// is woken twice does nothing the second time.
/// </summary>
public sealed partial class DueSweep : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Sessions of one sweep. Where there are more, the next one follows soon.</summary>
    private const int Most = 256;

    /// <summary>Sessions of the sweep at a silo's start.</summary>
    private const int MostAtStart = 100_000;

    /// <summary>Sessions that are woken side by side: each reads its state and its log's head.</summary>
    private const int AtOnce = 32;

    /// <summary>How much sooner the next sweep follows where this one found as many as it may.</summary>
    private const int Hurry = 20;

    private readonly IDueGrains _due;
    private readonly Func<string, Task> _wake;
    private readonly TimeSpan _every;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _sweeping = Task.CompletedTask;
    private HashSet<string> _failing = new(StringComparer.Ordinal);
    private bool _isBlind;

    /// <summary>A sweep over sessions.</summary>
    public DueSweep(IDueGrains due, IGrainFactory grains, IOptions<SessionOptions> options, TimeProvider time, ILogger<DueSweep> logger)
        : this(due, session => grains.GetGrain<ISessionGrain>(session).Due(), options.Value.SweepEvery, time, logger)
    {
    }

    /// <param name="due">Says which sessions.</param>
    /// <param name="wake">Wakes one.</param>
    /// <param name="every">The time between two sweeps.</param>
    internal DueSweep(IDueGrains due, Func<string, Task> wake, TimeSpan every, TimeProvider time, ILogger logger) =>
        (_due, _wake, _every, _time, _logger) = (due, wake, every, time, logger);

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
            var isFull = await Sweep(SessionState.LookedAfter, MostAtStart, stopping);
            while (true)
            {
                await Task.Delay(isFull ? _every / Hurry : _every, _time, stopping);
                isFull = await Sweep(TimeSpan.Zero, Most, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Wakes what is due; true when there may be more.</summary>
    /// <param name="ahead">What is due within that time is woken too.</param>
    /// <param name="most">Sessions to wake.</param>
    private async Task<bool> Sweep(TimeSpan ahead, int most, CancellationToken stopping)
    {
        try
        {
            var due = await _due.Due(SessionState.Name, _time.GetUtcNow() + ahead, most, stopping).WaitAsync(stopping);
            _isBlind = false;
            var failing = new HashSet<string>(StringComparer.Ordinal);
            foreach (var some in due.Chunk(AtOnce))
                failing.UnionWith((await Task.WhenAll(some.Select(Wake)).WaitAsync(stopping)).OfType<string>());
            _failing = failing;
            return due.Count == most;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            if (!_isBlind)
                LogSweepFailed(fault);
            _isBlind = true;
            return false;
        }
    }

    /// <summary>Wakes a session; answers it where that failed.</summary>
    private async Task<string?> Wake(string session)
    {
        try
        {
            await _wake(session);
            return null;
        }
        catch (Exception fault)
        {
            if (!_failing.Contains(session))
                LogWakeFailed(session, fault);
            return session;
        }
    }

    [LoggerMessage(LogLevel.Error, "Storage could not say which sessions are due; asked again at every sweep.")]
    private partial void LogSweepFailed(Exception fault);

    [LoggerMessage(LogLevel.Error, "Session {SessionId}: something is due, and it could not be woken; tried again at every sweep.")]
    private partial void LogWakeFailed(string sessionId, Exception fault);
}
