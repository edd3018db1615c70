using System.Threading.Channels;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Sharing;

/// <summary>One sharer's connection: the way up, and the way down that its answers and the grain's events share.</summary>
internal sealed partial class Sharer : IAsyncDisposable
{
    /// <summary>Items that wait for a sharer that doesn't read: then its appends wait too.</summary>
    private const int ItemsWaiting = 256;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly Channel<ControlItem> _down = Channel.CreateBounded<ControlItem>(ItemsWaiting);
    private readonly CancellationTokenSource _gone = new();
    private readonly ISessionGrain _grain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Uplink _uplink;
    private Task _listening = Task.CompletedTask;

    public Sharer(string session, long epoch, long attachment, ISessionGrain grain, GrainCalls calls, TimeProvider time, ILogger logger)
    {
        (Session, Epoch, Attachment, _grain, _time, _logger) = (session, epoch, attachment, grain, time, logger);
        _uplink = new Uplink(
            call => calls.Try(session, () => grain.Append(call), refusal => new AppendAnswer(refusal with { Reason = Reason.Busy }, 0)),
            Tell,
            time);
        _uplink.Start();
    }

    public string Session { get; }

    public long Epoch { get; }

    public long Attachment { get; }

    /// <summary>Frames from the sharer.</summary>
    public ValueTask Append(AppendRequest request) => _uplink.Take(request);

    /// <summary>Typed input up to a number was written.</summary>
    public Task Seen(long number) => _grain.ControlSeen(Attachment, number);

    /// <summary>Everything for the sharer, until the session ends or its connection does. Called once.</summary>
    public IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken)
    {
        _listening = Listen(request.After);
        return _down.Reader.ReadAllAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _down.Writer.TryComplete();
        await _gone.CancelAsync();
        await _listening;
        await _uplink.DisposeAsync();
        _gone.Dispose();
    }

    private async ValueTask Tell(ControlItem item)
    {
        try
        {
            await _down.Writer.WriteAsync(item, _gone.Token);
        }
        catch (Exception closed) when (closed is ChannelClosedException or OperationCanceledException)
        {
            // The sharer has gone; it will hear everything that matters when it comes back.
        }
    }

    private async Task Listen(long after)
    {
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in _grain.Control(new ControlCall(Epoch, Attachment, after), _gone.Token))
                {
                    after = item.Typed?.Number ?? after;
                    if (item.Moved)
                        break;
                    await Tell(WireOf(item));
                    if (item.Ended is null)
                        continue;
                    _down.Writer.TryComplete();
                    return;
                }
            }
            catch (OperationCanceledException) when (_gone.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogControlFailed(Session, fault);
            }

            await Task.Delay(Retry, _time, CancellationToken.None);
        }
    }

    private static ControlItem WireOf(ControlEvent item) => new()
    {
        Durable = item.Durable,
        KeyframeWanted = item.KeyframeWanted,
        Typed = item.Typed is { } typed ? new Typed(typed.Number, typed.Participant, typed.ParticipantNumber, typed.Bytes) : null,
        Roster = item.Roster?.ToWire(),
        Notice = item.Notice?.ToWire(),
        Ended = item.Ended?.ToWire(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the way down to the sharer failed; it is opened again.")]
    private partial void LogControlFailed(string sessionId, Exception fault);
}
