using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// One connection of a sharer, from the answer to <c>Share</c> until it is lost or the session is over. One loop reads what comes down,
/// one sends; both have ended when <see cref="Run"/> returns. Owns the connection.
/// </summary>
internal sealed class Attachment(
    ISharerConnection connection, Shared shared, SharedLog log, SharedEvents events, Signal wake, Func<Ending?> ending, TimeProvider time)
{
    /// <summary>How long to wait before what the server had no room for is sent again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private Task _retry = Task.CompletedTask;

    /// <summary>The server took something in on this connection.</summary>
    public bool WasOfUse { get; private set; }

    /// <summary>Attends to the connection until its end, and closes it.</summary>
    public async Task<AttachmentEnd> Run(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var control = Guard(() => Control(stop.Token));
        var sending = Guard(() => new SendLoop(connection, shared, log, events, wake, ending, time).Run(stop.Token));
        try
        {
            var end = await await Task.WhenAny(control, sending);
            if (end is AttachmentEnd.Over)
                return end;

            // What came before the loss may still say that the session is over.
            await connection.DisposeAsync();
            return await control is AttachmentEnd.Over over ? over : end;
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(control, sending, _retry).Settled();
            await connection.DisposeAsync();
        }
    }

    private static async Task<AttachmentEnd> Guard(Func<Task<AttachmentEnd>> loop)
    {
        try
        {
            return await loop();
        }
        catch (ConnectionLostException lost)
        {
            return new AttachmentEnd.Lost(lost.Message);
        }
        catch (OperationCanceledException)
        {
            return new AttachmentEnd.Lost("The session was left.");
        }
    }

    private async Task<AttachmentEnd> Control(CancellationToken cancellationToken)
    {
        await foreach (var item in connection.Control(new ControlRequest(events.Seen), cancellationToken))
        {
            if (Take(item, cancellationToken) is { } end)
                return end;
        }

        return new AttachmentEnd.Lost("The server is stopping.");
    }

    private AttachmentEnd? Take(ControlItem item, CancellationToken cancellationToken)
    {
        switch (item)
        {
            case { Appended: { } appended }:
                return Took(log.Change(outbox => outbox.Appended(appended)));
            case { Durable: { } durable }:
                return Took(log.Change(outbox => outbox.Durable(durable)));
            case { Refused: { } refused }:
                return Refused(refused, cancellationToken);
            case { Typed: { } typed }:
                events.Typed(typed);
                return null;
            case { Run: { } run }:
                events.Run(run);
                return null;
            case { KeyframeWanted: { } number }:
                if (log.Wanted(number))
                    events.KeyframeWanted();
                return null;
            case { Roster: { } roster }:
                events.Roster(roster);
                return null;
            case { Presence: { } presence }:
                events.Presence(presence);
                return null;
            case { Link: { } link }:
                events.Link(link);
                return null;
            case { Notice: { } notice }:
                events.Notice(notice);
                return null;
            case { Ended: { Reason: Reason.Replaced } replaced }:
                return new AttachmentEnd.Lost(replaced.Text);
            case { Ended: { } ended }:
                return new AttachmentEnd.Over(ended.Reason, ended.Text);
            default:
                return null;
        }
    }

    private AttachmentEnd.Lost? Took(bool possible)
    {
        WasOfUse |= possible;
        return possible ? null : new AttachmentEnd.Lost("The server confirmed frames that it was never sent.");
    }

    private AttachmentEnd? Refused(Refusal refused, CancellationToken cancellationToken)
    {
        switch (refused.Reason)
        {
            case Reason.OwnershipLost:
                return new AttachmentEnd.Over(refused.Reason, refused.Text);
            case Reason.Gap when refused.Expected is { } expected:
                var resumption = log.Change(outbox => outbox.Gap(expected));
                if (resumption == Resumption.Lost)
                    return new AttachmentEnd.Lost($"The server misses frames from {expected} on, which are not held any more.") { NewEpoch = true };
                if (resumption == Resumption.Holds)
                    RetrySoon(cancellationToken);
                return null;
            case Reason.Busy or Reason.RateLimit:
                log.Change(outbox => outbox.Hold());
                RetrySoon(cancellationToken);
                return null;
            case Reason.SessionSizeLimit or Reason.DayLimit or Reason.SessionEnded:
                // The session has ended; how, comes behind its last frame.
                log.Change(outbox => outbox.Hold());
                return null;
            default:
                return new AttachmentEnd.Lost(refused.Text) { Refused = refused };
        }
    }

    private void RetrySoon(CancellationToken cancellationToken)
    {
        if (_retry.IsCompleted)
            _retry = Retry();

        async Task Retry()
        {
            await Task.Delay(RetryAfter, time, cancellationToken).Settled();
            if (!cancellationToken.IsCancellationRequested)
                log.Retry();
        }
    }
}
