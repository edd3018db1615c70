using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The one loop that sends on a sharer's connection: what was dealt with of typed input, frames, and the end when it is due.</summary>
internal sealed class SendLoop(
    ISharerConnection connection, Shared shared, SharedLog log, SharedEvents events, Signal wake, Func<Ending?> ending, TimeProvider time)
{
    private static readonly TimeSpan EndAgainAfter = TimeSpan.FromMilliseconds(100);

    private long _seenTold = events.Seen;
    private Task<AttachmentEnd?>? _end;

    public async Task<AttachmentEnd> Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TellSeen(cancellationToken);
                if (log.Read(outbox => outbox.Take()) is { } run)
                    await connection.Append(new AppendRequest(shared.Epoch, shared.Attachment, run), cancellationToken);
                else if (await EndIfDue(cancellationToken) is { } end)
                    return end;
                else
                    await wake.Wait(cancellationToken);
            }
        }
        finally
        {
            await (_end ?? Task.CompletedTask).Settled();
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

    private async Task<AttachmentEnd?> EndIfDue(CancellationToken cancellationToken)
    {
        if (_end is { IsCompleted: true } answered)
        {
            _end = null;
            return await answered;
        }

        if (_end is null && ending() is { Outcome.IsCompleted: false } due && log.Read(outbox => outbox.AllAppended))
            _end = AskEnd(due, cancellationToken);
        return null;
    }

    /// <summary>Null: not yet, ask again.</summary>
    private async Task<AttachmentEnd?> AskEnd(Ending due, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await connection.End(due.Request(log.Read(outbox => outbox.Last)), cancellationToken);
            if (reply.Refused is null)
                return new AttachmentEnd.Over(due.Reason, Reasons.Of(due.Reason).Text);
            if (!Reasons.Of(reply.Refused.Reason).Retry)
                return new AttachmentEnd.Over(reply.Refused.Reason, reply.Refused.Text);
            await Task.Delay(EndAgainAfter, time, cancellationToken);
            return null;
        }
        finally
        {
            // The loop waits for changes; this is one.
            wake.Set();
        }
    }
}
