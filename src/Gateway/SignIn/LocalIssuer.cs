using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>Issues this server's tokens and says which are its own. One server, one key: a token of another server is nothing here.</summary>
internal sealed class LocalIssuer(LocalKey key, TimeProvider time)
{
    /// <summary>How long a sign-in lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The issuer that its tokens name.</summary>
    public const string Name = "sessionshare-local";

    /// <summary>What its people's ids begin with.</summary>
    public const string UserPrefix = "local:";

    private const string Audience = "sessionshare";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly SymmetricSecurityKey _signing = new(key.Signing) { KeyId = key.Id };

    /// <summary>The person of an address: the same one however it is capitalised.</summary>
    public static UserIdentity Identify(string email, string? team) =>
        new(UserPrefix + email.ToLowerInvariant(), email[..email.IndexOf('@')], email, team);

    /// <summary>A token for a person.</summary>
    /// <param name="isOperator">It is the operating-system user who runs the server.</param>
    public SignedIn SignIn(UserIdentity user, bool isOperator = false)
    {
        var now = time.GetUtcNow();
        var expiresAt = now + Lifetime;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = Callers.Claims(user, isOperator),
            SigningCredentials = new SigningCredentials(_signing, SecurityAlgorithms.HmacSha256),
        });
        return new SignedIn(token, expiresAt, user.ToWire());
    }

    /// <summary>What a token must be to be one of ours.</summary>
    public TokenValidationParameters Rules() => new()
    {
        ValidIssuer = Name,
        ValidAudience = Audience,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKey = _signing,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = new TokenTime(time, ClockSkew).IsNow,
    };
}
