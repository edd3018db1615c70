using SessionShare.Grains;

namespace SessionShare.Gateway.Leaving;

/// <summary>
/// The good-byes of a gateway that stops while others stay: each connection is told to go elsewhere at a moment of its own, spread at random over the leave
/// time, so that those who stay get them one by one. Thread-safe.
/// </summary>
/// <param name="spread">Over how long.</param>
internal sealed class Departures(TimeSpan spread, Random random, TimeProvider time)
{
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
    public Stay Arrive()
    {
        lock (_gate)
        {
            _here++;
            return new Stay(this, spread * random.NextDouble());
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
    internal sealed class Stay(Departures departures, TimeSpan delay) : IDisposable
    {
        private readonly CancellationTokenSource _gone = new();
        private Task? _over;

        /// <summary>Completes when it is to go elsewhere.</summary>
        public Task Over => _over ??= End();

        /// <summary>Once.</summary>
        public void Dispose()
        {
            _gone.Cancel();
            _gone.Dispose();
            departures.Leave();
        }

        private async Task End()
        {
            var gone = _gone.Token;
            await departures._begun.Task.Here(gone);
            await Task.Delay(delay, departures.Time, gone);
        }
    }

    private TimeProvider Time => time;
}
