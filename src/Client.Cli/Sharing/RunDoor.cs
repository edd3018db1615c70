using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// Runs drafts at the shell's prompt, as pasted text and Enter, so that nothing in them is a key; or says why not. Checked here once more, against the newest roster, whatever
/// the server let through. What stood on the prompt's line is taken off it, and stands there again behind the next prompt.
/// </summary>
/// <param name="roster">The newest one.</param>
/// <param name="hands">Is told whose line it is, and knows where the shell stands.</param>
/// <param name="write">Types into the program; false when it has ended.</param>
/// <param name="answer">Told what becomes of a run.</param>
/// <param name="status">Shows what the sharer is asked.</param>
/// <param name="isPaused">Nobody else sees what happens here, so nobody else runs anything.</param>
/// <param name="approval">Asked before each run of others; null: they run.</param>
internal sealed class RunDoor(
    Func<Roster> roster, Hands hands, Func<ReadOnlyMemory<byte>, bool> write, Action<long, RunState, Refusal?> answer, ShareStatus status, Func<bool> isPaused, Approval? approval, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>To the line's start, a space, so that something is killed, and all of it killed; in the usual (Emacs) keys of bash, zsh and fish.</summary>
    private static readonly byte[] TakeOff = [0x01, (byte)' ', 0x01, 0x0B];

    /// <summary>What was killed, without its space, the cursor at its end.</summary>
    private static readonly byte[] PutBack = [0x19, 0x01, 0x04, 0x05];

    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;
    private Task _restoring = Task.CompletedTask;

    public void Take(SharedEvent.RunAsked run)
    {
        lock (_gate)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
            _running = Run(run, _running, _stop.Token);
        }
    }

    public void TakeBack()
    {
        lock (_gate)
            _stop?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _running;
        await _restoring;
        _closed.Dispose();
    }

    private async Task Run(SharedEvent.RunAsked run, Task before, CancellationToken cancellationToken)
    {
        await before;
        try
        {
            var refused = Refuse(run) ?? await AskSharer(run, cancellationToken) ?? Refuse(run) ?? await AtPrompt(run, cancellationToken);
            answer(run.Number, refused is null ? RunState.Ran : RunState.Refused, refused);
        }
        catch (OperationCanceledException)
        {
            // Taken back, or sharing is over.
        }
        finally
        {
            status.Asks(null);
        }
    }

    private Refusal? Refuse(SharedEvent.RunAsked run) =>
        !TypingDoor.Admits(roster(), run.Participant) ? Refusal.Of(Reason.RoleTooLow)
        : isPaused() && !roster().IsSharer(run.Person) ? Refusal.Of(Reason.RunRefused, "The sharer has paused, and shows nothing just now.")
        : DraftText.FaultOf(run.Text) is { } fault ? Refusal.Of(Reason.InvalidRequest, fault)
        : null;

    private async Task<Refusal?> AskSharer(SharedEvent.RunAsked run, CancellationToken cancellationToken)
    {
        if (approval is null || roster().IsSharer(run.Person))
            return null;
        // What can't run is not asked for.
        if (hands.Line.Now.State is PromptState.Unknown or PromptState.Runs)
            return Refusal.Of(Reason.CommandRunning);
        var asked = approval.Ask();
        status.Asks($"{OwnTitle.NameOf(run.Person)} asks to run: {CommandLine.Printable.Text(run.Text.ReplaceLineEndings(" ⏎ "), 120)}");
        answer(run.Number, RunState.Asking, null);
        try
        {
            return await asked.WaitAsync(cancellationToken) ? null : Refusal.Of(Reason.RunRefused);
        }
        finally
        {
            approval.Withdraw();
            status.Asks(null);
        }
    }

    private async Task<Refusal?> AtPrompt(SharedEvent.RunAsked run, CancellationToken cancellationToken)
    {
        while (hands.Line.Now.State == PromptState.Comes)
            await Task.Delay(LookAgain, time, cancellationToken);
        var (state, touched, takesPastes) = hands.Line.Now;
        if (state != PromptState.Stands)
            return Refusal.Of(Reason.CommandRunning, state == PromptState.Unknown ? "This program does not tell whether it is at a prompt." : null);
        if (!takesPastes && run.Text.AsSpan().ContainsAny('\n', '\t'))
            return Refusal.Of(Reason.InvalidRequest, "This shell does not take pasted text, so several lines or a tab can't be run at once.");

        var after = hands.Line.NextPrompt;
        byte[] paste = takesPastes ? [.. "\e[200~"u8, .. Encoding.UTF8.GetBytes(run.Text.Replace('\n', '\r')), .. "\e[201~"u8] : Encoding.UTF8.GetBytes(run.Text);
        hands.Typed(roster(), run.Person, "\r"u8);
        if (!write((byte[])[.. touched ? TakeOff : [], .. paste, (byte)'\r']))
            return Refusal.Of(Reason.CommandRunning);
        if (touched)
            _restoring = Restore(after);
        return null;
    }

    /// <summary>Behind the next prompt, unless somebody has begun another line by then.</summary>
    private async Task Restore(Task nextPrompt)
    {
        try
        {
            await nextPrompt.WaitAsync(_closed.Token);
            while (hands.Line.Now.State == PromptState.Comes)
                await Task.Delay(LookAgain, time, _closed.Token);
            if (hands.Line.Now is { State: PromptState.Stands, Touched: false })
            {
                hands.Line.Typed(PutBack.AsSpan(0, 1));
                write(PutBack);
            }
        }
        catch (OperationCanceledException)
        {
            // Sharing is over.
        }
    }
}
