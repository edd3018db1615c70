using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Viewing;

/// <summary>A grain's answers to who asks for access, on their way to the client; a cluster's fault is a refusal that passes.</summary>
internal sealed class Answers(IAsyncEnumerable<AskEvent> events, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<AskEvent> _events = events.GetAsyncEnumerator(cancellationToken);

    /// <summary>The next one. After one that does not wait there is none.</summary>
    public async Task<AskItem> Next()
    {
        try
        {
            return await _events.MoveNextAsync() && !_events.Current.Moved ? WireOf(_events.Current) : Later();
        }
        catch (Exception fault) when (ClusterFaults.MayPass(fault) && !cancellationToken.IsCancellationRequested)
        {
            return Later();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _events.DisposeAsync();

    private static AskItem WireOf(AskEvent answer) => new() { Waits = answer.Waits ? true : null, Granted = answer.Granted, Refused = answer.Refused?.ToWire() };

    private static AskItem Later() => new() { Refused = Refusal.Of(Reason.ServerStopping) };
}
