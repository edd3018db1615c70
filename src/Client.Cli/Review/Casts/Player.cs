using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.Review.Casts;

/// <summary>Plays a recording in this terminal, whatever its size, as fast as it was or otherwise. Puts the terminal back into a usable state.</summary>
/// <param name="speed">2 is twice as fast.</param>
/// <param name="idleLimit">The longest time in which nothing happens; null: as long as it was.</param>
internal sealed class Player(Surroundings surroundings, LocalTerminal terminal, double speed, TimeSpan? idleLimit)
{
    private const byte ControlC = 0x03;

    private readonly ViewerScreen _screen = new();
    private TaskCompletionSource _turned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isPaused;
    private TimeSpan _wait;
    private TimeSpan _at;

    public async Task Play(Cast cast, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (terminal.HasKeys)
            surroundings.Notes.WriteLine($"Playing {Printable.Text(cast.Header.Title ?? "a recording")}. Space pauses and goes on, q leaves.");
        var fitted = new FittedScreen(cast.Header.Size, Window(), bytes => _screen.Write(bytes, Draw), Draw, colours: !NoColour.IsAskedFor(surroundings));
        using var keyboard = terminal.HasKeys ? new Keyboard(terminal, new PrefixKey(), keys => Take(keys, leaving), _ => false, surroundings.Time) : null;
        using var damper = new ResizeDamper(surroundings.Time, () => fitted.Window(Window()));
        terminal.SizeChanged += damper.Take;
        ViewerScreen.Begin(Draw);
        terminal.EnterRawMode();
        fitted.Begin();
        keyboard?.Open();
        try
        {
            await Show(cast.Events, fitted, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The person leaves.
        }
        finally
        {
            keyboard?.Dispose();
            fitted.End();
            _screen.End(Draw);
            Draw(Encoding.UTF8.GetBytes(string.Concat(fitted.Unseen().Select(row => row + "\r\n"))));
            terminal.Dispose();
        }
    }

    private async Task Show(IAsyncEnumerable<CastEvent> events, FittedScreen fitted, CancellationToken cancellationToken)
    {
        await foreach (var happened in events.WithCancellation(cancellationToken))
        {
            await Until(happened.At, cancellationToken);
            if (happened is CastEvent.Output output)
                fitted.Write(Encoding.UTF8.GetBytes(output.Text));
            else if (happened is CastEvent.Resize resize)
                fitted.Resize(resize.Size);
        }
    }

    /// <summary>Waits as long as the recording did. What a wait is too long is taken from the next, so that it does not add up.</summary>
    private async Task Until(TimeSpan at, CancellationToken cancellationToken)
    {
        var gap = at > _at ? at - _at : TimeSpan.Zero;
        _at = at;
        _wait += (gap > idleLimit ? idleLimit.Value : gap) / speed;
        while (_wait > TimeSpan.Zero || _isPaused)
        {
            var (turned, from, paused) = (_turned.Task, surroundings.Time.GetTimestamp(), _isPaused);
            await Task.WhenAny(turned, Task.Delay(paused ? Timeout.InfiniteTimeSpan : _wait, surroundings.Time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!paused)
                _wait -= surroundings.Time.GetElapsedTime(from);
        }
    }

    private bool Take(ReadOnlySpan<byte> keys, CancellationTokenSource leaving)
    {
        foreach (var key in keys)
        {
            if (key == ' ')
                Turn();
            else if (key is (byte)'q' or ControlC)
                leaving.Cancel();
        }
        return true;
    }

    private void Turn()
    {
        _isPaused = !_isPaused;
        Interlocked.Exchange(ref _turned, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void Draw(ReadOnlySpan<byte> bytes) => terminal.Write(bytes);

    private Protocol.TerminalSize? Window() => terminal.Size?.Shared();
}
