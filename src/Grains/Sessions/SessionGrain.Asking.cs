using System.Runtime.CompilerServices;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Waiting for an answer to who asks for access.</summary>
internal sealed partial class SessionGrain
{
    public async IAsyncEnumerable<AskEvent> AskAccess(AskCall call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Owned() is not { } session)
        {
            DeactivateOnIdle();
            yield return new AskEvent { Refused = RefusalValue.Of(Reason.UnknownOrForbidden) };
            yield break;
        }

        var (ask, refused) = session.AskAccess(call, Now);
        Wake();
        if (ask is null)
        {
            yield return new AskEvent { Refused = refused };
            yield break;
        }

        var watch = _watches.Open(call.Id, reads: false);
        try
        {
            await foreach (var item in Answers(session, ask, watch, cancellationToken))
                yield return item;
        }
        finally
        {
            watch.Close();
            session.StopAsking(ask);
            Wake();
        }
    }

    private async IAsyncEnumerable<AskEvent> Answers(Session session, Ask ask, Watches.Watch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ask.Outcome is null)
            yield return new AskEvent { Waits = true };
        while (true)
        {
            var next = _changed.Next;
            if (_moving || _writer!.Fenced)
            {
                watch.Told();
                _changed.Raise();
                yield return new AskEvent { Moved = true };
                yield break;
            }

            if (ask.Outcome is { } outcome)
            {
                yield return outcome.Refused is { } why ? new AskEvent { Refused = why } : new AskEvent { Granted = outcome.Role };
                yield break;
            }

            if (session.Ended is not null)
            {
                yield return new AskEvent { Refused = RefusalValue.Of(Reason.SessionEnded) };
                yield break;
            }

            await next.Here(cancellationToken);
        }
    }
}
