using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Panels;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>
/// The draft as the sharer writes it in the shared terminal: a participant of the session like the others, for as long as the panel is open. From any thread.
/// </summary>
/// <param name="join">Joins the session.</param>
/// <param name="tell">Says something to the person.</param>
/// <param name="note">Says what others do.</param>
/// <param name="self">Told the participant's id, which is nobody who watches; null: gone.</param>
/// <param name="redaction">What of it may be shown to others.</param>
internal sealed class OwnDraft(
    Func<CancellationToken, Task<WatchedSession>> join, PanelBoard panels, Action<string> tell, Action<string> note, Action<string?> self, Redaction redaction, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private Task _open = Task.CompletedTask;
    private bool _isOpen;

    /// <summary>That of a session of one's own.</summary>
    public static OwnDraft Of(SessionId session, Gateway gateway, PanelBoard panels, ShareStatus status, Redaction redaction, Surroundings surroundings)
    {
        var options = new WatchOptions { Servers = gateway.Addresses, Session = session, From = WatchFrom.Now, MayType = false, Together = true, TimeProvider = surroundings.Time };
        return new(token => gateway.Call(() => WatchedSession.Join(gateway.Transport(surroundings), options, token)), panels, status.Answer, status.Note, status.Self, redaction, surroundings.Time);
    }

    public void Open()
    {
        lock (_gate)
        {
            if (_isOpen || _closing.IsCancellationRequested)
                return;
            _isOpen = true;
            _open = Write(_open);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _open;
        _closing.Dispose();
    }

    private async Task Write(Task before)
    {
        await before;
        await Task.Yield();
        try
        {
            await using var session = await join(_closing.Token);
            self(session.Participant);
            await Follow(session);
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            Left();
            tell(Printable.Text(failed.Text, 120));
        }
        catch (OperationCanceledException)
        {
            // Sharing is over.
        }
        finally
        {
            self(null);
        }
    }

    /// <summary>It may be opened again; the session may still be being left.</summary>
    private void Left()
    {
        lock (_gate)
            _isOpen = false;
    }

    private async Task Follow(WatchedSession session)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        using var shown = new Shown(session, time);
        var (company, runs) = (Company.Unknown(session.Participant), new Runs());
        var panel = new DraftPanel(session, shown, () => company, () => runs.Newest, tell, () => left.CancelAsync(), redaction.Admits);
        session.Draft.Refused = refusal => tell(Printable.Text(refusal.Text));
        try
        {
            await foreach (var happened in session.Watch(left.Token))
            {
                company = company.With(happened);
                if (happened is WatchedEvent.Present)
                    panels.Open(panel);
                if (runs.Take(happened) && runs.Newest is { } run)
                {
                    if (Runs.Text(run, session.Participant) is { } text)
                        (run.Participant == session.Participant ? tell : note)(text);
                    if (run.State == RunState.Ran && session.Draft.Text.Length == 0)
                        return;
                }
                panels.Redraw();
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The panel was left.
        }
        finally
        {
            Left();
            panels.Close(panel);
        }
    }
}
