using SessionShare.Grains;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Leaving;

/// <summary>
/// The good-byes of a gateway that stops while others stay: each connection is told to go elsewhere at a moment of its own, spread at random over the leave
/// time, so that those who stay get them one by one. A connection whose sign-in ends is told so too, a moment before it is closed. Thread-safe.
/// </summary>
/// <param name="spread">Over how long.</param>
internal sealed class Departures(TimeSpan spread, Random random, TimeProvider time)
{
    /// <summary>How long before its sign-in ends a connection is told: SignalR closes it then, and says nothing.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait of a timer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _everyoneGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    /// <summary>Whoever comes now is sent elsewhere at once.</summary>
    public bool HaveBegun => _begun.Task.IsCompleted;

    /// <summary>How many connections are here.</summary>
    public int Here
    {
        get
        {
            lock (_gate)
                return _here;
        }
    }

    /// <summary>A connection is here. Dispose what comes back when it is gone.</summary>
    /// <param name="signInEnd">When its sign-in ends; null: never.</param>
    public Stay Arrive(DateTimeOffset? signInEnd = null)
    {
        lock (_gate)
        {
            _here++;
            return new Stay(this, spread * random.NextDouble(), signInEnd);
        }
    }

    /// <summary>Sends everyone elsewhere; completes when they have gone.</summary>
    public Task Begin()
    {
        lock (_gate)
        {
            _begun.TrySetResult();
            if (_here == 0)
                _everyoneGone.TrySetResult();
            return _everyoneGone.Task;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_here == 0 && HaveBegun)
                _everyoneGone.TrySetResult();
        }
    }

    /// <summary>One connection's time here.</summary>
    internal sealed class Stay(Departures departures, TimeSpan delay, DateTimeOffset? signInEnd) : IDisposable
    {
        private readonly CancellationTokenSource _gone = new();
        private Task<Reason>? _over;

        /// <summary>Completes when it is to go, and says why: <see cref="Reason.GatewayLeaving"/> or <see cref="Reason.TokenExpired"/>.</summary>
        public Task<Reason> Over => _over ??= End();

        /// <summary>Once.</summary>
        public void Dispose()
        {
            _gone.Cancel();
            _gone.Dispose();
            departures.Leave();
        }

        private async Task<Reason> End()
        {
            var gone = _gone.Token;
            var leaving = Leaving(gone);
            return signInEnd is { } end ? await await Task.WhenAny(leaving, Expired(end, gone)) : await leaving;
        }

        private async Task<Reason> Leaving(CancellationToken gone)
        {
            await departures._begun.Task.Here(gone);
            await Task.Delay(delay, departures.Time, gone);
            return Reason.GatewayLeaving;
        }

        private async Task<Reason> Expired(DateTimeOffset end, CancellationToken gone)
        {
            while (end - Ahead - departures.Time.GetUtcNow() is var left && left > TimeSpan.Zero)
                await Task.Delay(left < Longest ? left : Longest, departures.Time, gone);
            return Reason.TokenExpired;
        }
    }

    private TimeProvider Time => time;
}
