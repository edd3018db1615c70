using System.Net.WebSockets;

namespace SessionShare.Bench;

/// <summary>A viewer of stamped lines, read all the time but while it is stalled.</summary>
internal sealed class Reading : IDisposable
{
    private readonly IView _view;
    private TaskCompletionSource? _stalled;
    private string? _told;

    public Reading(IView view, int lineBytes)
    {
        (_view, Lines) = (view, new Follower(lineBytes));
        Ended = Read();
    }

    public Follower Lines { get; }

    public string? Told => _view.Told;

    /// <summary>Completes when its connection has ended.</summary>
    public Task Ended { get; }

    /// <summary>How its connection ended, if it did.</summary>
    public string? Fault { get; private set; }

    public void Stall() => _stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Recover() => Interlocked.Exchange(ref _stalled, null)?.SetResult();

    /// <summary>Waits for a line; whether it and all before it are there, once.</summary>
    public async Task<bool> IsWhole(long last, TimeSpan patience)
    {
        try
        {
            await Lines.Until(lines => lines.Newest >= last, patience);
            return Lines.Read(lines => lines.IsWhole(last));
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _view.Dispose();

    private async Task Read()
    {
        try
        {
            while (true)
            {
                var output = await _view.Next();
                if (output.IsScreen || _view.Told != _told)
                    Lines.Break();
                _told = _view.Told;
                if (!output.IsScreen)
                    Lines.Take(output.Bytes.Span);
                if (_stalled is { } stalled)
                    await stalled.Task;
            }
        }
        catch (Exception ended) when (ended is WebSocketException or EndOfStreamException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            Fault = $"its connection ended: {ended.Message}";
        }
    }
}
