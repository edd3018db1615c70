using System.Threading.Channels;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Sharing;

/// <summary>
/// The way up from one sharer's connection to its session: one grain call in flight, joining what has arrived meanwhile, up to one append's
/// size. One loop, awaited on dispose.
/// </summary>
/// <param name="append">Calls the grain.</param>
/// <param name="tell">Tells the sharer.</param>
/// <param name="appended">Told of each append that was answered: its bytes, and how long that took.</param>
/// <param name="time">The clock.</param>
internal sealed class Uplink(
    Func<AppendCall, Task<AppendAnswer>> append, Func<ControlItem, ValueTask> tell, Action<int, TimeSpan> appended, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a session may answer <c>busy</c> before the sharer hears of it.</summary>
    private static readonly TimeSpan BusyTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromMilliseconds(10);

    // A sharer that keeps to the protocol never fills it.
    private readonly Channel<AppendRequest> _arrived = Channel.CreateBounded<AppendRequest>(
        new BoundedChannelOptions(WireLimits.AppendsUnderWay * 2) { SingleReader = true });

    private Task _loop = Task.CompletedTask;
    private Task _appending = Task.CompletedTask;
    private long _through;
    private AppendRequest? _carried;
    private long? _gapAt;

    /// <summary>Begins. Called once.</summary>
    public void Start() => _loop = Loop();

    /// <summary>Takes an append; waits when the sharer sends more than it may.</summary>
    public ValueTask Take(AppendRequest request) => _arrived.Writer.WriteAsync(request);

    /// <summary>
    /// The session is found to end there, maybe in another activation: what an earlier one took in beyond it is to be sent again. The sharer would else learn of
    /// it with its next frame only, and there may be none.
    /// </summary>
    public async Task Found(long end)
    {
        // An earlier activation may still answer.
        while (Volatile.Read(ref _appending) is { IsCompleted: false } appending)
            await appending;
        if (Volatile.Read(ref _through) > end)
            await tell(new ControlItem { Refused = RefusalValue.Of(Reason.Gap, expected: end + 1).ToWire() });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        await _loop;
    }

    private async Task Loop()
    {
        while (_carried is not null || await _arrived.Reader.WaitToReadAsync())
        {
            if (Join() is not { } joined || FillsNoGap(joined.Run))
                continue;

            var appending = Append(new AppendCall(joined.Attachment, RunValue.Of(joined.Epoch, joined.Run)));
            Volatile.Write(ref _appending, appending);
            await appending;
        }
    }

    private async Task Append(AppendCall call)
    {
        var begun = time.GetTimestamp();
        var answer = await AppendPatiently(call);
        appended(call.Run.Bytes.Length, time.GetElapsedTime(begun));
        _gapAt = answer.Refused is { Reason: Reason.Gap } gap ? gap.Expected : null;
        if (answer.Refused is null)
        {
            Volatile.Write(ref _through, answer.Through);
            await tell(new ControlItem { Appended = answer.Through });
        }
        else
        {
            await tell(new ControlItem { Refused = answer.Refused.ToWire() });
        }
    }

    /// <summary>After a gap was told, what was sent before the sharer heard of it is dropped without another word.</summary>
    private bool FillsNoGap(FrameRun run) => _gapAt is { } expected && run.First > expected;

    /// <summary>What has arrived, as one append; null when nothing has.</summary>
    private AppendRequest? Join()
    {
        if ((_carried ?? Arrived()) is not { } first)
            return null;

        _carried = null;
        List<FrameRun> runs = [first.Run];
        var bytes = first.Run.Bytes.Length;
        while (Arrived() is { } more)
        {
            bytes += more.Run.Bytes.Length;
            var follows = more.Epoch == first.Epoch && more.Attachment == first.Attachment && more.Run.First == runs[^1].Last + 1;
            if (!follows || bytes > WireLimits.AppendBytes)
            {
                _carried = more;
                break;
            }

            runs.Add(more.Run);
        }

        return first with { Run = FrameRuns.Join(runs) };
    }

    private AppendRequest? Arrived() => _arrived.Reader.TryRead(out var request) ? request : null;

    private async Task<AppendAnswer> AppendPatiently(AppendCall call)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var answer = await append(call);
            if (answer.Refused is not { Reason: Reason.Busy } || time.GetElapsedTime(begun) > BusyTime)
                return answer;
            await Task.Delay(BusyRetry, time);
        }
    }
}
