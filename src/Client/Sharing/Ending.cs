using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The wish of the sharer's program to end the session, until it is known how that went.</summary>
internal sealed class Ending(Reason reason, int? exitCode)
{
    private readonly TaskCompletionSource<EndOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reason Reason { get; } = reason;

    public Task<EndOutcome> Outcome => _outcome.Task;

    public EndRequest Request(long last) => new(last, Reason, exitCode);

    public void Durable() => _outcome.TrySetResult(new(true, 0, Reasons.Of(Reason).Text));

    public void NotDurable(long unsavedBytes, string why) => _outcome.TrySetResult(new(false, unsavedBytes, why));

    /// <summary>
    /// The session is over for <paramref name="why"/>. Where the connection was lost before the answer, and it is found ended by its sharer with nothing unsaved, that is the
    /// answer. It may have ended for another reason, before everything was stored.
    /// </summary>
    /// <param name="why">How it ended.</param>
    /// <param name="endedBySharer">Its sharer ended it, whatever the reason says.</param>
    /// <param name="unsavedBytes">What is not known to be stored.</param>
    public void Over(SharedEvent.Ended why, bool endedBySharer, long unsavedBytes)
    {
        if (unsavedBytes == 0 && (why.Reason == Reason || endedBySharer))
            Durable();
        else
            NotDurable(unsavedBytes, why.Text);
    }
}
