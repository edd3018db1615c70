using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The loop that types on one connection, and tells the size of the viewer's terminal. It ends with the connection; what was not answered is typed on the
/// next.
/// </summary>
/// <param name="size">The size to tell; null: none, or who asks may not.</param>
internal sealed class TypeLoop(IViewerConnection connection, TypingQueue queue, Func<TerminalSize?> size, Signal wake, TimeProvider time)
{
    /// <summary>Input waits this long for a sharer that is reconnecting, so that keys are not lost in a short break, nor come much later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AgainLater = TimeSpan.FromSeconds(1);

    /// <summary>When nothing is typed for so long, it is asked whether what was typed has been dealt with.</summary>
    private static readonly TimeSpan ConfirmAfter = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken cancellationToken)
    {
        TerminalSize? told = null;
        await using var confirming = time.CreateTimer(_ => Confirm(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                if (size() is var now && now != told)
                    await Tell(told = now, cancellationToken);
                else if (queue.Next() is { } request)
                    queue.Answered(request, await Type(request, cancellationToken));
                else
                {
                    if (queue.IsUnwritten)
                        confirming.Change(ConfirmAfter, Timeout.InfiniteTimeSpan);
                    await wake.Wait(cancellationToken);
                }
            }
        }
        catch (Exception end) when (end is ConnectionLostException or OperationCanceledException)
        {
            // The reader of the stream finds the loss, too, and connects again.
        }
    }

    /// <summary>Refused, the role has changed meanwhile: when it changes back, the size is told again.</summary>
    private async Task Tell(TerminalSize? size, CancellationToken cancellationToken)
    {
        if (size is { } known)
            await connection.Resize(new ResizeRequest(known), cancellationToken);
    }

    private async Task<TypeReply> Type(TypeRequest request, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var reply = await connection.Type(request, cancellationToken);
            if (reply.Refused is not { } refused || refused.Reason == Reason.Gap || !Reasons.Of(refused.Reason).Retry)
                return reply;
            var isLate = time.GetElapsedTime(begun) >= Patience;
            // What the session had taken in before waits for the sharer as it would have there.
            if (isLate && request.Epoch is null)
                return reply;
            if (isLate)
                queue.Refuse(refused);
            await Task.Delay(isLate ? AgainLater : AgainAfter, time, cancellationToken);
        }
    }

    private void Confirm()
    {
        queue.Confirm();
        wake.Set();
    }
}
