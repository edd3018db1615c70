using System.Threading.Channels;

namespace SessionShare.Client;

/// <summary>Wakes one waiting loop. Signals that come before the loop waits again are one.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    /// <summary>Lets the loop go on, now or when it next waits.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits for the next <see cref="Set"/>.</summary>
    public async ValueTask Wait(CancellationToken cancellationToken) => await _set.Reader.ReadAsync(cancellationToken);
}
