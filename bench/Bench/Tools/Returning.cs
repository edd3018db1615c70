namespace SessionShare.Bench;

/// <summary>A viewer through a network, who is there again after each cut: by the client library with ours, with others by connecting anew at once, for they have nothing else.</summary>
internal sealed class Returning : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Network _network;
    private Task _coming = Task.CompletedTask;
    private Watching? _watching;

    private Returning(Network network, Follower lines) => (_network, Lines) = (network, lines);

    public Follower Lines { get; }

    public static async Task<Returning> Start(ISharing sharing, Network network, int lineBytes)
    {
        if (sharing is OwnTool.Sharing own)
        {
            var watching = await Watching.Join(network.Url, own.Link, recorder: false, lineBytes);
            return new Returning(network, watching.Lines) { _watching = watching };
        }

        var returning = new Returning(network, new Follower(lineBytes));
        returning._coming = returning.ComeBack(sharing);
        return returning;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_watching is not null)
            await _watching.DisposeAsync();
        _network.Cut();
        await _coming;
        _stop.Dispose();
    }

    private async Task ComeBack(ISharing sharing)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var view = await sharing.Join(new Joining(Via: _network));
                Lines.Break();
                while (true)
                    Lines.Take((await view.Next()).Bytes.Span);
            }
            catch (Exception cut) when (cut is System.Net.WebSockets.WebSocketException or EndOfStreamException)
            {
                // Again.
            }
        }
    }
}
