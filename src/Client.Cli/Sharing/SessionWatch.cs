using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Reads what happens to the session, and tells everybody whom it concerns. Ends it once, whoever asks first.</summary>
/// <param name="over">Called once, when sharing is over.</param>
/// <param name="rosterChanged">Called when others are here, or they may do something else, or their windows have another size.</param>
/// <param name="runs">Runs drafts.</param>
internal sealed class SessionWatch(
    SharedSession session, SessionFeed feed, TypingDoor door, ShareStatus status, IShareReport report, ServerCare care, Action? over = null, Action? rosterChanged = null, RunDoor? runs = null)
{
    private static readonly Notice NoNotice = new(Reason.None, "");

    private readonly Lock _ending = new();
    private Roster _roster = session.Roster;
    private Notice _notice = NoNotice;
    private Task? _end;
    private bool _over;

    /// <summary>Reads events until the session is over or nobody wants to know any more.</summary>
    public async Task Follow(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in session.Events(cancellationToken))
                await Take(happened);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for the rest.
        }
    }

    /// <summary>Ends the session, unless that has begun. Done once everything is stored, or known not to be.</summary>
    public Task End(Reason reason, int? exitCode)
    {
        feed.Close();
        lock (_ending)
            return _over ? Task.CompletedTask : _end ??= EndOnce(reason, exitCode);
    }

    private async Task EndOnce(Reason reason, int? exitCode)
    {
        await Task.Yield();
        var outcome = await session.End(reason, exitCode, CancellationToken.None);
        Over(new ShareEnd(reason, reason == Reason.SharerStopped ? "You stopped sharing." : Reasons.Of(reason).Text, exitCode, outcome.Durable ? null : outcome.Text));
    }

    private async Task Take(SharedEvent happened)
    {
        switch (happened)
        {
            case SharedEvent.Typed typed:
                door.Take(typed.Participant, typed.Bytes);
                break;
            case SharedEvent.RunAsked run:
                runs?.Take(run);
                break;
            case SharedEvent.RunTakenBack:
                runs?.TakeBack();
                break;
            case SharedEvent.KeyframeWanted:
                feed.KeyframeWanted();
                break;
            case SharedEvent.RosterChanged changed:
                Take(changed.Roster);
                break;
            case SharedEvent.PresenceChanged changed:
                status.Shown(changed.Shown);
                break;
            case SharedEvent.Noticed noticed:
                Take(noticed.Notice);
                break;
            case SharedEvent.LinkRenewed renewed:
                status.Answer($"the link is a new one: {renewed.Link}");
                report.LinkRenewed(renewed.Link);
                break;
            case SharedEvent.Reconnecting lost:
                status.Connected(false);
                report.Reconnecting(lost.Why);
                care.Lost();
                break;
            case SharedEvent.Connected:
                await care.Back();
                status.Connected(true);
                report.Reconnected();
                break;
            case SharedEvent.Ended ended when !IsEnding:
                feed.Close();
                Over(new ShareEnd(ended.Reason, ended.Text, null, null));
                break;
        }
    }

    private bool IsEnding
    {
        get
        {
            lock (_ending)
                return _end is not null;
        }
    }

    /// <summary>One that stands is told again after each reconnect: not to the person.</summary>
    private void Take(Notice notice)
    {
        if (notice == _notice || notice.Reason == Reason.None && _notice.Reason == Reason.None)
            return;
        _notice = notice;
        status.Notice(notice);
        report.Notice(notice);
    }

    private void Take(Roster roster)
    {
        foreach (var (change, participant) in RosterChanges.Between(_roster, roster))
            report.Participant(change, participant);
        var (before, now) = (_roster.Asking ?? [], roster.Asking ?? []);
        foreach (var gone in before.Except(now))
            report.Asks(gone, still: false);
        foreach (var asking in now.Except(before))
            report.Asks(asking, still: true);
        _roster = roster;
        status.Roster(roster);
        rosterChanged?.Invoke();
    }

    private void Over(ShareEnd end)
    {
        lock (_ending)
        {
            if (_over)
                return;
            _over = true;
        }
        status.Over(end.Text);
        over?.Invoke();
        report.Ended(end);
    }
}
