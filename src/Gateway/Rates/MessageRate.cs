using SessionShare.Gateway.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Rates;

/// <summary>
/// How often one connection may send one kind of message: a token bucket that holds two seconds' worth. A connection's messages are taken one after the other, so
/// nothing here is thread-safe.
/// </summary>
/// <param name="perSecond">Messages a second.</param>
/// <param name="what">What they are, in the plural.</param>
/// <param name="instruments">What is measured.</param>
/// <param name="time">The clock.</param>
internal sealed class MessageRate(int perSecond, string what, GatewayInstruments instruments, TimeProvider time)
{
    private double _tokens = 2.0 * perSecond;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one message in; says why not when it is one too many.</summary>
    public Refusal? Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(2.0 * perSecond, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
        if (_tokens >= 1)
        {
            _tokens--;
            return null;
        }

        instruments.OnRateRefused();
        return Refusal.Of(Reason.RateLimit, $"A connection may send {perSecond:N0} {what} a second.");
    }
}
