using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace SessionShare.Gateway.Leaving;

/// <summary>
/// SIGTERM and SIGINT at a gateway of a cluster: first it says that it is not ready and sends its clients elsewhere, then it stops. SignalR closes all its
/// connections in the moment in which a host begins to stop, hence this comes before. A second signal cuts it short.
/// </summary>
internal sealed partial class LeavingLifetime(
    IHostApplicationLifetime application, Departures departures, IOptions<GatewayOptions> options, TimeProvider time, ILogger<LeavingLifetime> logger)
    : IHostLifetime, IDisposable
{
    /// <summary>How long a client may take to go once it was told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _gate = new();
    private Task? _leaving;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_leaving is not null)
            await _leaving;
    }

    /// <inheritdoc/>
    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_leaving is null)
                _leaving = Leave();
            else
                application.StopApplication();
        }
    }

    private async Task Leave()
    {
        await Task.Yield();
        LogLeaving(options.Value.LeaveTime);
        try
        {
            await departures.Begin().WaitAsync(options.Value.LeaveTime + Patience, time, application.ApplicationStopping);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            LogSomeStay();
        }

        application.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The gateway leaves: its clients are sent elsewhere within {LeaveTime}.")]
    private partial void LogLeaving(TimeSpan leaveTime);

    [LoggerMessage(Level = LogLevel.Information, Message = "Some clients did not go by themselves; their connections are closed now.")]
    private partial void LogSomeStay();
}
