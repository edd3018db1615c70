using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>The organization's OpenID Connect provider: which tokens are its own, and whom they name.</summary>
internal sealed class Provider(IOptions<SignInOptions> options, IOptions<PlanOptions> plans, TimeProvider time) : IDisposable
{
    /// <summary>How long one request to it may take.</summary>
    public static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(10);

    /// <summary>How soon its keys may be asked for again where a token names an unknown one: soon enough for a rotation, too seldom to be a burden.</summary>
    private static readonly TimeSpan RefreshTime = TimeSpan.FromSeconds(5);

    /// <summary>Who signs with one of these can't have used a public key as its secret.</summary>
    private static readonly string[] Asymmetric =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly SignInOptions _options = options.Value;
    private HttpClient? _http;
    private ConfigurationManager<OpenIdConnectConfiguration>? _configuration;

    /// <summary>Its address.</summary>
    public Uri Authority => new(_options.Authority!);

    /// <summary>Requests to it.</summary>
    public HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler { UseProxy = !Authority.IsLoopback, UseCookies = false })
    {
        Timeout = RequestTime,
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    /// <summary>Its endpoints and keys; asked for again now and then, and where a token names an unknown key.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration> Configuration => _configuration ??= new ConfigurationManager<OpenIdConnectConfiguration>(
        $"{_options.Authority!.TrimEnd('/')}/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(Http) { RequireHttps = Authority.Scheme == Uri.UriSchemeHttps })
    {
        RefreshInterval = RefreshTime,
        UseLastKnownGoodConfiguration = false, // A key that the provider has taken back counts no longer.
    };

    /// <summary>What a bearer token must be.</summary>
    public TokenValidationParameters BearerRules() => Rules(_options.Audience ?? _options.ClientId!);

    /// <summary>What a token for <paramref name="audience"/> must be; issuer and keys come from the provider.</summary>
    public TokenValidationParameters Rules(string audience) => new()
    {
        ValidAudience = audience,
        ValidAlgorithms = Asymmetric,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = new TokenTime(time, _options.ClockSkew).IsNow,
    };

    /// <summary>Whether its keys are known, or can be asked for now.</summary>
    public async Task<bool> IsReachable(CancellationToken cancellationToken)
    {
        try
        {
            await Configuration.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The person of a token's claims.</summary>
    /// <exception cref="NobodyException">They name nobody that could be let in.</exception>
    public UserIdentity Identify(ClaimsPrincipal token)
    {
        var (issuer, subject, email) = (Claim(token, "iss"), Claim(token, "sub"), Claim(token, "email"));
        if (issuer is null || subject is null)
            throw new NobodyException("It names no issuer or no subject.");
        if (email is null)
            throw new NobodyException("It names no e-mail address (claim email).");
        if (!string.Equals(Claim(token, "email_verified"), "true", StringComparison.OrdinalIgnoreCase))
            throw new NobodyException("Its e-mail address is not verified (claim email_verified).");
        return new UserIdentity(UserOf(issuer, subject), Claim(token, _options.NameClaim) ?? email, email, Claim(token, _options.TeamClaim), Claim(token, plans.Value.Claim), Claim(token, _options.OrganizationClaim));
    }

    /// <summary>Whether a token's claims name an operator.</summary>
    public bool IsOperator(ClaimsPrincipal token) => _options.OperatorClaim is { } name && token.HasClaim(name, _options.OperatorValue);

    /// <summary>An issuer has no fragment, so no two pairs meet; and it is a URL, so nobody of the local issuer's is meant.</summary>
    private static string UserOf(string issuer, string subject) => $"{issuer}#{subject}";

    /// <summary>What clients must know to sign in.</summary>
    public SignInProvider ToWire() => new(
        _options.Authority!,
        _options.ClientId!,
        _options.Scopes,
        _options.Resource,
        _options.Audience is null || _options.Audience == _options.ClientId ? BearerToken.IdToken : BearerToken.AccessToken);

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    private static string? Claim(ClaimsPrincipal token, string? name) =>
        name is not null && token.FindFirst(name) is { Value.Length: > 0 } claim ? claim.Value : null;
}

/// <summary>A token is right, and names nobody that could be let in; the message says why.</summary>
internal sealed class NobodyException(string why) : Exception(why);
