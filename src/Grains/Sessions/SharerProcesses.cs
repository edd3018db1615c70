using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// Which processes of the sharer have shared, the newest last. A client that lost its connection while it asked asks again; the first asking may still be under way, and arrive behind the
/// second, or behind a process that took the session over. It is not to take the session from either.
/// </summary>
/// <param name="known">As the stored state has them.</param>
internal sealed class SharerProcesses(List<SharerProcessState> known)
{
    /// <summary>Processes remembered. An asking is late by seconds, and a session has a new process each time that it is gone on with.</summary>
    private const int Most = 8;

    /// <summary>Why this asking comes too late; null when it doesn't, or nobody can tell.</summary>
    /// <param name="call">The asking.</param>
    /// <param name="epoch">The newest epoch.</param>
    public RefusalValue? Refuse(ShareCall call, long epoch)
    {
        if (known.Find(process => process.Id == call.Process) is not { } before)
            return null;
        return before.Epoch < epoch ? RefusalValue.Of(Reason.OwnershipLost)
            : call.Attempt < before.Attempt ? RefusalValue.Of(Reason.Replaced)
            : null;
    }

    /// <summary>It shares under that epoch.</summary>
    public void Share(ShareCall call, long epoch)
    {
        if (call.Process is not { } id)
            return;
        known.RemoveAll(process => process.Id == id);
        known.Add(new SharerProcessState(id, call.Attempt, epoch));
        if (known.Count > Most)
            known.RemoveAt(0);
    }
}
