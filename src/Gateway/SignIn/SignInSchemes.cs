using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using SessionShare.Grains.Sessions;

namespace SessionShare.Gateway.SignIn;

/// <summary>Who may issue a sign-in at this server.</summary>
internal sealed class SignInSchemes(IOptions<SignInOptions> options)
{
    /// <summary>Bearer tokens of the local issuer.</summary>
    public const string Local = "Local";

    /// <summary>Bearer tokens of the provider.</summary>
    public const string Provider = "Provider";

    private const string BearerPrefix = "Bearer ";

    /// <summary>By what to check a bearer token. Where both count, it says itself whose it wants to be, which is then checked.</summary>
    public string Of(string authorization) => options.Value switch
    {
        { } one when !one.HasProvider() => Local,
        { } one when !one.HasLocal() => Provider,
        _ => IsLocal(authorization.Length > BearerPrefix.Length ? authorization[BearerPrefix.Length..].Trim() : "") ? Local : Provider,
    };

    /// <summary>Whether a sign-in of before still counts: a cookie outlives a change of the settings. Another provider's has another name.</summary>
    public bool Admits(UserIdentity user) => user.User.StartsWith(LocalIssuer.UserPrefix, StringComparison.Ordinal) ? options.Value.HasLocal() : options.Value.HasProvider();

    private static bool IsLocal(string token)
    {
        try
        {
            return new JsonWebTokenHandler().ReadJsonWebToken(token).Issuer == LocalIssuer.Name;
        }
        catch (Exception fault) when (fault is ArgumentException or Microsoft.IdentityModel.Tokens.SecurityTokenException)
        {
            return false;
        }
    }
}
