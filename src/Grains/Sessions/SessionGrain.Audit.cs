using Microsoft.Extensions.Logging;
using SessionShare.Grains.Audit;

namespace SessionShare.Grains.Sessions;

/// <summary>Telling the audit what happens here. No turn waits for it.</summary>
internal sealed partial class SessionGrain
{
    /// <summary>How long a deletion waits for the audit to hear of it: afterwards nobody is left to tell it.</summary>
    private static readonly TimeSpan LastTelling = TimeSpan.FromSeconds(2);

    /// <summary>Blocks that an earlier activation stored and the audit may not have heard of, the newest of them.</summary>
    private const int MostUntoldBlocks = 500;

    private string Organization => _audit.OrganizationOf(_state.State.Owner);

    /// <summary>One batch after the other, as long as the session is this activation's; when it moves, what can be told at once.</summary>
    private async Task TellAudit(Session session, SessionWriter writer)
    {
        var retry = AuditSending.FirstRetry;
        while (_session == session && !writer.Fenced)
        {
            var next = _changed.Next;
            var batch = session.ToTell(Id, writer.StoredVersion, Now);
            if (batch.Length == 0)
            {
                if (_moving)
                    return;
                await next;
                continue;
            }

            if (await Tell(batch) is not { } told)
                return;
            if (told)
            {
                session.Told(batch);
                retry = AuditSending.FirstRetry;
                Wake();
                continue;
            }

            if (_moving)
                return;
            await Task.Delay(retry, _time);
            retry = AuditSending.Longer(retry);
        }
    }

    /// <summary>Whether the audit has it; null: this activation is gone, and can ask nobody any more.</summary>
    private async Task<bool?> Tell(AuditValue[] batch)
    {
        try
        {
            if (await AuditSending.Send(key => GrainFactory.GetGrain<IAuditGrain>(key), Organization, Now, batch))
            {
                _auditInstruments.OnStored(batch.Length);
                return true;
            }
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogTellingFailed(Id, fault.Message);
        }

        _auditInstruments.OnFailed();
        return false;
    }

    /// <summary>Waits until the audit knows of everything, but not for long; what it then does not know is lost.</summary>
    private async Task AuditIsTold(Session session)
    {
        Wake();
        using var limit = new CancellationTokenSource(LastTelling, _time);
        try
        {
            await Until(() => session.IsAuditTold).Here(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It took too long.
        }

        if (!session.IsAuditTold)
            Lost(session.GiveUpAudit());
    }

    /// <summary>The audit has what it can have at once, or does not answer: then it is told of what is stored by the next activation.</summary>
    private async Task AuditIsHandedOver(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_auditing, Task.Delay(_options.HandOverTime / 4, _time, done.Token));
        done.Cancel();
    }

    private async Task NoteUntoldBlocks(Session session)
    {
        if (session.FirstUntoldBlock is not { } first || _state.State.Deleted)
            return;
        var from = Math.Max(first, session.Blocks.NewestNumber - MostUntoldBlocks + 1);
        foreach (var row in await _log.ReadBlocks(Id, from, MostUntoldBlocks, CancellationToken.None))
            session.NoteBlock(row);
    }

    private void StampNotes()
    {
        if (_session?.StampNotes(Id, Now) == true)
            Lost(1);
    }

    private void Lost(int entries)
    {
        if (entries == 0)
            return;
        _auditInstruments.OnLost(entries);
        LogAuditLost(Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the audit could not be told; it is tried again: {Fault}")]
    private partial void LogTellingFailed(string sessionId, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: the audit can't be told for so long that entries are lost from here on; how many will be an entry itself.")]
    private partial void LogAuditLost(string sessionId);
}
