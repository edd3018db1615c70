using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Sharing;

/// <summary>Notices that somebody has typed the prefix key and nothing behind it: who knows the key has typed it by then.</summary>
internal sealed class Hesitation : IDisposable
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(700);

    private readonly PrefixKey _prefix;
    private readonly ITimer _timer;

    /// <param name="gate">Held while keys are taken.</param>
    /// <param name="hesitates">Called under it.</param>
    public Hesitation(PrefixKey prefix, Lock gate, TimeProvider time, Action hesitates)
    {
        _prefix = prefix;
        _timer = time.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    if (prefix.Waits)
                        hesitates();
                }
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something was typed.</summary>
    public void Typed()
    {
        if (_prefix.Waits)
            _timer.Change(After, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
