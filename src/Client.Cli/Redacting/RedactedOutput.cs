using SessionShare.Cli.Sharing;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Cli.Redacting;

/// <summary>
/// Output on its way to others, without its secrets. What may be the beginning of one waits for the rest, at most <see cref="Wait"/> behind the last byte. For one thread at a time.
/// </summary>
/// <param name="rules">Null: all goes as it is.</param>
/// <param name="next">Gets what is left.</param>
/// <param name="hidden">Told how many were hidden so far.</param>
internal sealed class RedactedOutput(RedactionRules? rules, Screen next, Action<long> hidden, TimeProvider time)
{
    /// <summary>What waits goes so long after the last byte.</summary>
    internal static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private readonly Redactor? _redactor = rules is null ? null : new Redactor(rules);
    private long _told;
    private long _newest;

    /// <summary>When <see cref="ReleaseWhenDue"/> is to be called; null: nothing waits.</summary>
    public TimeSpan? Due => _redactor is not { IsHolding: true } ? null : Wait - time.GetElapsedTime(_newest) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    public void Write(ReadOnlySpan<byte> output)
    {
        if (_redactor is null)
        {
            next(output);
            return;
        }
        _newest = time.GetTimestamp();
        _redactor.Write(output, next.Invoke);
        Tell();
    }

    /// <summary>Lets go what has waited for long enough.</summary>
    public void ReleaseWhenDue()
    {
        if (Due == TimeSpan.Zero)
            Release();
    }

    /// <summary>Lets go what waits: something else comes behind it.</summary>
    public void Release()
    {
        if (_redactor is not { IsHolding: true })
            return;
        _redactor.Release(next.Invoke);
        Tell();
    }

    /// <summary>The output is at its end.</summary>
    public void End()
    {
        _redactor?.End(next.Invoke);
        Tell();
    }

    private void Tell()
    {
        if (_redactor is null || _redactor.Hidden == _told)
            return;
        _told = _redactor.Hidden;
        hidden(_told);
    }
}
