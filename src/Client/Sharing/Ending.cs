using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The wish of the sharer's program to end the session, until it is known how that went.</summary>
internal sealed class Ending(Reason reason, int? exitCode)
{
    private readonly TaskCompletionSource<EndOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reason Reason { get; } = reason;

    /// <summary>The request went out, on some connection.</summary>
    public bool Asked { get; private set; }

    public Task<EndOutcome> Outcome => _outcome.Task;

    public EndRequest Request(long last)
    {
        Asked = true;
        return new EndRequest(last, Reason, exitCode);
    }

    public void Durable() => _outcome.TrySetResult(new(true, 0, Reasons.Of(Reason).Text));

    public void NotDurable(long unsavedBytes, string why) => _outcome.TrySetResult(new(false, unsavedBytes, why));

    /// <summary>
    /// The session is over for <paramref name="why"/>. When it was asked to end, and the connection was lost before the answer, then finding it
    /// ended is the answer: an end is only taken when everything before it is durable.
    /// </summary>
    public void Over(SharedEvent.Ended why, long unsavedBytes)
    {
        if (Asked && (why.Reason == Reason || why.Reason == Reason.SessionEnded))
            Durable();
        else
            NotDurable(unsavedBytes, why.Text);
    }
}
