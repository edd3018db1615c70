using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The one loop that sends on a sharer's connection: what was dealt with of typed input, frames, and the end when it is due.</summary>
internal sealed class SendLoop(
    ISharerConnection connection, Shared shared, SharedLog log, SharedEvents events, Signal wake, Func<Ending?> ending, TimeProvider time)
{
    private static readonly TimeSpan EndAgainAfter = TimeSpan.FromMilliseconds(100);

    private long _seenTold = events.Seen;
    private bool _heldTold;
    private Task _asking = Task.CompletedTask;
    private bool _isAsking;
    private AttachmentEnd? _answer;

    public async Task<AttachmentEnd> Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TellSeen(cancellationToken);
                await TellHeld(cancellationToken);
                if (events.Runs.Next() is { } answer)
                    await connection.RunAnswered(answer, cancellationToken);
                if (log.Read(outbox => outbox.Take()) is { } run)
                    await connection.Append(new AppendRequest(shared.Epoch, shared.Attachment, run), cancellationToken);
                else if (_answer is not null)
                    return _answer;
                else
                    await AskOrWait(cancellationToken);
            }
        }
        finally
        {
            await _asking.Settled();
        }
    }

    private async Task TellSeen(CancellationToken cancellationToken)
    {
        var seen = events.Seen;
        if (seen == _seenTold)
            return;
        await connection.ControlSeen(seen, cancellationToken);
        _seenTold = seen;
    }

    private async Task TellHeld(CancellationToken cancellationToken)
    {
        var held = events.HoldsTyping;
        if (held == _heldTold)
            return;
        await connection.HoldTyping(held, cancellationToken);
        _heldTold = held;
    }

    private async ValueTask AskOrWait(CancellationToken cancellationToken)
    {
        if (!_isAsking && ending() is { Outcome.IsCompleted: false } due && log.Read(outbox => outbox.AllAppended))
        {
            _isAsking = true;
            _asking = AskEnd(due, cancellationToken);
        }

        await wake.Wait(cancellationToken);
    }

    private async Task AskEnd(Ending due, CancellationToken cancellationToken)
    {
        try
        {
            var last = log.Read(outbox => outbox.Last);
            var reply = await connection.End(due.Request(last), cancellationToken);
            if (reply.Refused is null && log.Change(outbox => outbox.Durable(last)))
                _answer = new AttachmentEnd.Over(due.Reason, Reasons.Of(due.Reason).Text);
            else if (reply.Refused is null)
                _answer = new AttachmentEnd.Lost("The server confirmed frames that it was never sent.");
            else if (reply.Refused is { Reason: Reason.Gap, Expected: { } expected } && log.Change(outbox => outbox.Gap(expected)) != Resumption.Lost)
                await Task.Delay(EndAgainAfter, time, cancellationToken);
            else if (reply.Refused.Reason == Reason.Replaced)
                _answer = new AttachmentEnd.Lost(reply.Refused.Text);
            else if (!Reasons.Of(reply.Refused.Reason).Retry)
                _answer = new AttachmentEnd.Over(reply.Refused.Reason, reply.Refused.Text);
            else
                await Task.Delay(EndAgainAfter, time, cancellationToken);
        }
        catch (ConnectionLostException lost)
        {
            _answer = new AttachmentEnd.Lost(lost.Message);
        }
        finally
        {
            // The loop waits for changes; this is one.
            _isAsking = false;
            wake.Set();
        }
    }
}
