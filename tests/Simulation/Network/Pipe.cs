namespace SessionShare.Simulation;

/// <summary>One direction of a wire: what is sent arrives in order, later, or never when the wire is cut meanwhile.</summary>
internal sealed class Pipe<T>(Machine machine, Weather weather, Action<T> deliver)
{
    /// <summary>More than anyone sends in one go.</summary>
    private const int MostUnderWay = 50_000;

    private readonly Queue<T> _underWay = new();
    private bool _isFlowing;
    private bool _isCut;
    private int _lost;

    public void Send(T message)
    {
        // Cut, too: who sends and sends, and never waits, would not hear of it.
        if (_underWay.Count + _lost > MostUnderWay)
            throw new InvariantException("nobody sends without end", $"{message}");
        if (_isCut)
        {
            _lost++;
            return;
        }

        _underWay.Enqueue(message);
        if (_isFlowing)
            return;
        _isFlowing = true;
        machine.Main.Start(Flow);
    }

    public void Cut()
    {
        _isCut = true;
        _underWay.Clear();
    }

    private async Task Flow()
    {
        while (_underWay.Count > 0)
        {
            var delay = weather.Delay();
            if (delay > TimeSpan.Zero)
                await machine.Clock.Delay(delay);
            else
                await Task.Yield();
            if (_underWay.TryDequeue(out var message))
                deliver(message);
        }

        _isFlowing = false;
    }
}
