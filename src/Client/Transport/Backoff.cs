namespace SessionShare.Client;

/// <summary>
/// Waits between rounds of attempts: 50 ms, doubling to 5 s, each shortened by up to a half at random so that many clients don't come
/// back at once. Within the first 10 s a wait stays at 400 ms at the most: a server that is only restarted is found soon.
/// </summary>
internal sealed class Backoff(TimeProvider time, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EarlyMost = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    private long? _since;
    private TimeSpan _next = First;

    /// <summary>How long the server has been away; zero when <see cref="Wait"/> was not called since <see cref="Reset"/>.</summary>
    public TimeSpan Away => _since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>All is well again.</summary>
    public void Reset() => (_since, _next) = (null, First);

    /// <summary>Waits until the next round is due.</summary>
    public Task Wait(CancellationToken cancellationToken)
    {
        _since ??= time.GetTimestamp();
        var most = Away < Early ? EarlyMost : Most;
        var wait = (_next < most ? _next : most) * (1 - (random.NextDouble() / 2));
        _next = _next * 2 < most ? _next * 2 : most;
        return Task.Delay(wait, time, cancellationToken);
    }
}
