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

    public async Task Run(CancellationToken cancellationToken)
    {
        TerminalSize? told = null;
        try
        {
            while (true)
            {
                if (size() is var now && now != told)
                    await Tell(told = now, cancellationToken);
                else if (queue.Next() is { } request)
                    queue.Answered(await Type(request, cancellationToken));
                else
                    await wake.Wait(cancellationToken);
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

    private async Task<Refusal?> Type(TypeRequest request, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var refused = (await connection.Type(request, cancellationToken)).Refused;
            if (refused is null || !Reasons.Of(refused.Reason).Retry || time.GetElapsedTime(begun) >= Patience)
                return refused;
            await Task.Delay(AgainAfter, time, cancellationToken);
        }
    }
}
