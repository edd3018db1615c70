using SessionShare.Grains.Audit;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What operators see and do.</summary>
internal sealed partial class Session
{
    /// <summary>How it runs: no title, command, draft or output.</summary>
    public InspectedSession Inspect(SessionFigures figures) => new(
        _state.Owner!.Email,
        _state.StartedAt,
        SharerState,
        Ended,
        Epoch,
        _state.Attachment,
        PayloadBytes - TrimmedBytes,
        Tail.HeldBytes,
        figures.Commits > 0 ? figures.CommitTime / figures.Commits : null,
        figures.FailedWrites,
        People.Roster(),
        _state.Allow.Count,
        _state.TeamRole,
        _state.LinkRole,
        Ended is null || _state.Deleted ? null : HistoryEndsAt);

    /// <summary>An operator ends the session.</summary>
    public void EndByOperator(UserIdentity user, string? address, DateTimeOffset now)
    {
        Note(new AuditValue { Kind = AuditKind.Administered, Actor = AuditPersonValue.Of(user), Address = address, Text = "end" });
        EndNow(Reason.EndedByOperator, null, now);
    }

    /// <summary>No rule names that address any more, and nobody under it is in.</summary>
    public void ForgetPerson(string email)
    {
        if (AccessRules.IsOwner(_state, email))
            return;
        AccessRules.Forget(_state, email);
        AccessChanged();
    }
}
