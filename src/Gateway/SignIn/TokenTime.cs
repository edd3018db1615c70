using Microsoft.IdentityModel.Tokens;

namespace SessionShare.Gateway.SignIn;

/// <summary>Whether a token's time is now, by the injected clock; clocks may differ by the skew.</summary>
internal sealed class TokenTime(TimeProvider time, TimeSpan skew)
{
    /// <summary>A <see cref="LifetimeValidator"/>. A token without an end is none.</summary>
    public bool IsNow(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (expires is null)
            return false;
        if (expires < now - skew)
            throw new SecurityTokenExpiredException();
        if (notBefore > now + skew)
            throw new SecurityTokenNotYetValidException();
        return true;
    }
}
