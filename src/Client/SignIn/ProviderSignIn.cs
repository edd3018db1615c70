using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Signing in at an OpenID Connect provider without a browser of our own (device flow, RFC 8628), and renewing that. Every method throws
/// <see cref="ServerUnreachableException"/> where the provider does not answer, and <see cref="ProviderRefusedException"/> where it refuses.
/// </summary>
public sealed class ProviderSignIn : IDisposable
{
    /// <summary>How often the provider is asked where it names no interval, and by how much more seldom where it asks for that: RFC 8628.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SignInProvider _provider;
    private readonly TimeProvider _time;
    private readonly Uri _authority;
    private readonly HttpClient _http;
    private DiscoveryDocumentResponse? _endpoints;

    /// <param name="provider">As the server names it.</param>
    /// <exception cref="ProviderRefusedException">Its address is not one to send a secret to.</exception>
    public ProviderSignIn(SignInProvider provider, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(provider);
        (_provider, _time) = (provider, time);
        _authority = Uri.TryCreate(provider.Authority, UriKind.Absolute, out var authority) && IsSafe(authority)
            ? authority
            : throw new ProviderRefusedException($"The sign-in provider's address is '{provider.Authority}'; only https is safe.");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !authority.IsLoopback })
        {
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = 1024 * 1024,
        };
    }

    /// <summary>Asks for a code, has <paramref name="prompt"/> told to the person, and waits until the person has confirmed it.</summary>
    public async Task<ProviderTokens> SignIn(Action<DevicePrompt> prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var endpoints = await Endpoints(cancellationToken);
        if (endpoints.DeviceAuthorizationEndpoint is not { } deviceEndpoint)
            throw new ProviderRefusedException($"{_authority} has no device flow: set SESSIONSHARE_TOKEN to a token of yours instead.");

        var begun = _time.GetUtcNow();
        var code = Checked(await _http.RequestDeviceAuthorizationAsync(
            Ask(new DeviceAuthorizationRequest { Address = deviceEndpoint, Scope = _provider.Scopes }), cancellationToken));
        if (code is not { DeviceCode: { } device, UserCode: { } userCode, VerificationUri: { } page } || !IsPage(page))
            throw new ProviderRefusedException($"What {_authority} answers to a device is not understood.");

        var end = begun + TimeSpan.FromSeconds(code.ExpiresIn ?? 300);
        prompt(new DevicePrompt(page, userCode, code.VerificationUriComplete is { } complete && IsPage(complete) ? complete : null, end));
        var interval = code.Interval > 0 ? TimeSpan.FromSeconds(code.Interval) : Interval;
        return await Confirmed(endpoints, device, interval, end, cancellationToken);
    }

    /// <summary>The next token. Whoever renews must keep the refresh token that comes with it: the one before may be void, and using it again ends the sign-in.</summary>
    public async Task<ProviderTokens> Renew(string refreshToken, CancellationToken cancellationToken)
    {
        var endpoints = await Endpoints(cancellationToken);
        var tokens = await _http.RequestRefreshTokenAsync(
            Ask(new RefreshTokenRequest { Address = endpoints.TokenEndpoint, RefreshToken = refreshToken }), cancellationToken);
        return Read(Checked(tokens), refreshToken);
    }

    /// <summary>Ends the sign-in at the provider, where it can.</summary>
    /// <returns>False: the provider has no way to do that.</returns>
    public async Task<bool> Revoke(string refreshToken, CancellationToken cancellationToken)
    {
        var endpoints = await Endpoints(cancellationToken);
        if (endpoints.RevocationEndpoint is not { } revocation)
            return false;
        var request = Ask(new TokenRevocationRequest { Address = revocation, Token = refreshToken, TokenTypeHint = OidcConstants.TokenTypes.RefreshToken });
        request.Parameters.Clear();
        Checked(await _http.RevokeTokenAsync(request, cancellationToken));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ProviderTokens> Confirmed(DiscoveryDocumentResponse endpoints, string device, TimeSpan interval, DateTimeOffset end, CancellationToken cancellationToken)
    {
        while (_time.GetUtcNow() < end)
        {
            await Task.Delay(interval, _time, cancellationToken);
            var tokens = await _http.RequestDeviceTokenAsync(Ask(new DeviceTokenRequest { Address = endpoints.TokenEndpoint, DeviceCode = device }), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (!tokens.IsError)
                return Read(tokens, null);
            if (tokens.ErrorType == ResponseErrorType.Exception)
                interval *= 2; // It does not answer: not more often, RFC 8628.
            else if (tokens.Error == OidcConstants.TokenErrors.SlowDown)
                interval += Interval;
            else if (tokens.Error == OidcConstants.TokenErrors.ExpiredToken)
                break;
            else if (tokens.Error != OidcConstants.TokenErrors.AuthorizationPending)
                Checked(tokens);
        }

        throw new ProviderRefusedException("The code was not confirmed in time.");
    }

    private ProviderTokens Read(TokenResponse tokens, string? refreshToken)
    {
        var bearer = _provider.Bearer == BearerToken.IdToken ? tokens.IdentityToken : tokens.AccessToken;
        if (bearer is null)
            throw new ProviderRefusedException($"{_authority} gave no {(_provider.Bearer == BearerToken.IdToken ? "ID" : "access")} token.");
        var end = ProviderTokens.EndOf(bearer) ?? _time.GetUtcNow() + TimeSpan.FromSeconds(tokens.ExpiresIn > 0 ? tokens.ExpiresIn : 3600);
        return new ProviderTokens(bearer, end, tokens.RefreshToken ?? refreshToken);
    }

    private async Task<DiscoveryDocumentResponse> Endpoints(CancellationToken cancellationToken)
    {
        if (_endpoints is not null)
            return _endpoints;
        using var request = new DiscoveryDocumentRequest
        {
            Address = _provider.Authority,
            // Large providers have their endpoints under several names; the issuer must be the one that was named, and all of it over https.
            Policy = { ValidateEndpoints = false, RequireKeySet = false, RequireHttps = !_authority.IsLoopback },
        };
        return _endpoints = Checked(await _http.GetDiscoveryDocumentAsync(request, cancellationToken));
    }

    private T Ask<T>(T request)
        where T : ProtocolRequest
    {
        (request.ClientId, request.ClientCredentialStyle) = (_provider.ClientId, ClientCredentialStyle.PostBody);
        if (_provider.Resource is { } resource)
            request.Parameters.Add("resource", resource);
        return request;
    }

    private T Checked<T>(T response)
        where T : ProtocolResponse
    {
        if (!response.IsError)
            return response;
        if (response.ErrorType == ResponseErrorType.Exception || (int)response.HttpStatusCode >= 500)
            throw new ServerUnreachableException(_authority, $"the sign-in provider says: {response.Error}.", response.Exception);
        throw new ProviderRefusedException(response.Error switch
        {
            OidcConstants.TokenErrors.AccessDenied => "The sign-in was declined.",
            OidcConstants.TokenErrors.InvalidGrant => "The sign-in is over at the provider.",
            var error => $"The sign-in provider {_authority} refuses: {error}. {response.TryGet("error_description")}".TrimEnd(),
        });
    }

    private static bool IsSafe(Uri url) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);

    private static bool IsPage(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && IsSafe(url);
}
