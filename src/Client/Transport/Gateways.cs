namespace SessionShare.Client;

/// <summary>The gateways of one cluster: finds one that answers, again and again. Used by one loop.</summary>
internal sealed class Gateways(IReadOnlyList<Uri> servers, TimeSpan attemptTimeout, TimeProvider time, Random random)
{
    /// <summary>A connection that held this long was of use, whatever came over it.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff = new(time, random);
    private int _current;
    private long _found;

    /// <summary>The last connection was of use: the next search begins without long waits.</summary>
    public void WasOfUse() => _backoff.Reset();

    /// <summary>The gateway that answered last is leaving, or can't serve: the next search begins with another one.</summary>
    public void MoveOn() => _current = (_current + 1) % servers.Count;

    /// <summary>
    /// Tries each address once, beginning with the one that answered last. Throws what the last attempt threw
    /// (<see cref="ServerUnreachableException"/>, <see cref="ConnectionLostException"/>, <see cref="RefusedException"/>);
    /// a refusal that is not worth another try is thrown at once.
    /// </summary>
    public async Task<T> TryOnce<T>(Func<Uri, CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await Attempt(servers[_current], attempt, cancellationToken);
            }
            catch (Exception failure) when (MayPass(failure))
            {
                MoveOn();
                if (tried == servers.Count)
                    throw;
            }
        }
    }

    /// <summary>As <see cref="TryOnce"/>, round after round with growing waits before each, until <paramref name="giveUpAfter"/> has passed.</summary>
    public async Task<T> TryFor<T>(TimeSpan giveUpAfter, Func<Uri, CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        if (time.GetElapsedTime(_found, begun) >= Held)
            _backoff.Reset();
        while (true)
        {
            await _backoff.Wait(cancellationToken);
            try
            {
                return await TryOnce(attempt, cancellationToken);
            }
            catch (Exception failure) when (MayPass(failure) && time.GetElapsedTime(begun) < giveUpAfter)
            {
            }
        }
    }

    private static bool MayPass(Exception failure) => failure switch
    {
        RefusedException refused => OwnAttempts.MayPass(refused.Refusal.Reason),
        ServerUnreachableException or ConnectionLostException => true,
        _ => false,
    };

    private async Task<T> Attempt<T>(Uri server, Func<Uri, CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(attemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var answer = await attempt(server, either.Token);
            _found = time.GetTimestamp();
            return answer;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnreachableException(server, $"no answer within {attemptTimeout.TotalSeconds:0.#} s.");
        }
    }
}
