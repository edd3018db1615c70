using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SessionShare.Gateway.Leaving;
using SessionShare.Gateway.Rates;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

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
    private readonly GrainCalls _calls;
    private readonly ClusterLink _link;
    private readonly Func<string, string> _linkOf;
    private readonly Departures.Stay _stay;
    private readonly GatewayInstruments _instruments;
    private readonly Traffic _traffic;
    private readonly SessionTraffic _figures;
    private readonly MessageRate _appends;
    private readonly MessageRate _signals;
    private Task _listening = Task.CompletedTask;
    private Task _leaving = Task.CompletedTask;

    public Sharer(string session, long epoch, long attachment, ISessionGrain grain, Func<string, string> linkOf, GrainCalls calls, ClusterLink link, Departures.Stay stay, RateOptions rates, GatewayInstruments instruments, Traffic traffic, TimeProvider time, ILogger logger)
    {
        (Session, Epoch, Attachment, _grain, _time, _logger) = (session, epoch, attachment, grain, time, logger);
        (_calls, _link, _stay, _linkOf) = (calls, link, stay, linkOf);
        (_instruments, _traffic, _figures) = (instruments, traffic, traffic.Came(session));
        (_appends, _signals) = (new MessageRate(rates.Appends, "appends", instruments, time), new MessageRate(rates.Signals, "messages", instruments, time));
        _uplink = new Uplink(
            call => calls.Try(session, () => grain.Append(call), refusal => new AppendAnswer(Unanswered(refusal), 0)),
            Tell,
            Appended,
            time);
        _uplink.Start();
        instruments.OnSharerCame();
    }

    public string Session { get; }

    public long Epoch { get; }

    public long Attachment { get; }

    /// <summary>Frames from the sharer.</summary>
    public ValueTask Append(AppendRequest request) =>
        _appends.Take() is { } refused ? Tell(new ControlItem { Refused = refused }) : _uplink.Take(request);

    /// <summary>Typed input up to a number was written.</summary>
    public Task Seen(long number) => Signal(() => _grain.ControlSeen(Attachment, number));

    /// <summary>What becomes of a run.</summary>
    public Task RunAnswered(RunAnswer answer)
    {
        var why = answer.Refused is { } said ? new RefusalValue(said.Reason, Cut(said.Text), null) : null;
        return Signal(() => _grain.RunAnswered(new RunAnsweredCall(Epoch, Attachment, answer.Number, answer.State, why)));

        static string Cut(string? text) => text is { Length: > WireLimits.TitleLength } ? text[..WireLimits.TitleLength] : text ?? "";
    }

    /// <summary>Whether others' keys are held.</summary>
    public Task HoldTyping(bool held) => Signal(() => _grain.HoldTyping(new HoldTypingCall(Epoch, Attachment, held)));

    /// <summary>Everything for the sharer, until the session ends or its connection does. Called once.</summary>
    public IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken)
    {
        (_listening, _leaving) = (Listen(request.After), SendElsewhere());
        return Down(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _instruments.OnSharerLeft();
        _traffic.Left(Session);
        _down.Writer.TryComplete();
        _gone.Cancel();
        _stay.Dispose();
        await _listening;
        await _leaving;
        await _uplink.DisposeAsync();
        _gone.Dispose();
    }

    /// <summary>As ReadAllAsync, which would leave the scheduler.</summary>
    private async IAsyncEnumerable<ControlItem> Down([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _down.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_down.Reader.TryRead(out var item))
                yield return item;
        }
    }

    /// <summary>Tells the session something that has no answer, as often as the sharer may.</summary>
    private async Task Signal(Func<Task> tell)
    {
        if (_signals.Take() is { } refused)
        {
            await Tell(new ControlItem { Refused = refused });
            return;
        }

        await _calls.Try(
            Session,
            async () =>
            {
                await tell();
                return true;
            },
            _ => false);
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

    private void Appended(int bytes, TimeSpan duration)
    {
        _instruments.OnAppended(duration);
        _figures.OnAppended(bytes, duration);
    }

    private async Task Listen(long after)
    {
        var told = false;
        while (!_gone.IsCancellationRequested)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token, _link.SiloLost);
            try
            {
                await foreach (var item in _grain.Control(new ControlCall(Epoch, Attachment, after), until.Token))
                {
                    (after, told) = (item.Typed?.Number ?? after, false);
                    if (item.Moved)
                        break;
                    if (item.End is { } end)
                    {
                        await _uplink.Found(end);
                        continue;
                    }

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
                if (!told)
                    LogControlFailed(Session, fault.Message);
                told = true;
            }

            await Task.Delay(Retry, _time, CancellationToken.None);
        }
    }

    /// <summary>While the cluster can't be reached another gateway may do better; otherwise the sharer waits and sends again.</summary>
    private static RefusalValue Unanswered(RefusalValue refusal) =>
        refusal.Reason == Reason.ClusterUnreachable ? refusal : refusal with { Reason = Reason.Busy };

    private async Task SendElsewhere()
    {
        try
        {
            await Tell(new ControlItem { Refused = Refusal.Of(await _stay.Over) });
            _down.Writer.TryComplete();
        }
        catch (OperationCanceledException)
        {
            // The sharer went by itself.
        }
    }

    private ControlItem WireOf(ControlEvent item) => new()
    {
        Durable = item.Durable,
        Run = item.Run?.ToSharer(),
        KeyframeWanted = item.KeyframeWanted,
        Typed = item.Typed is { } typed ? new Typed(typed.Number, typed.Participant, typed.ParticipantNumber, typed.Bytes) : null,
        Roster = item.Roster?.ToWire(),
        Presence = item.Presence is { } shown ? [.. shown.Select(one => new ParticipantPresence(one.Participant, one.Presence?.ToWire()))] : null,
        Notice = item.Notice?.ToWire(),
        Link = item.LinkSecret is { } secret ? _linkOf(secret) : null,
        Ended = item.Ended?.ToWire(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the way down to the sharer failed; it is opened again: {Fault}")]
    private partial void LogControlFailed(string sessionId, string fault);
}
