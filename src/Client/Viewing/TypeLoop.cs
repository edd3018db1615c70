using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The loop that types on one connection. It ends with the connection; what was not answered is typed on the next.</summary>
internal sealed class TypeLoop(IViewerConnection connection, TypingQueue queue, Signal wake, TimeProvider time)
{
    /// <summary>Input waits this long for a sharer that is reconnecting, so that keys are not lost in a short break, nor come much later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (queue.Next() is { } request)
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
