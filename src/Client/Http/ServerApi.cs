using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// A server's HTTP API. Every method throws <see cref="RefusedException"/> when the server refuses, and
/// <see cref="ServerUnreachableException"/> when no SessionShare server answers at that address.
/// </summary>
public sealed class ServerApi : IDisposable
{
    private readonly Uri _server;
    private readonly Func<CancellationToken, ValueTask<string?>>? _token;
    private readonly HttpClient _http;

    /// <param name="server">Scheme, host and port, ending in <c>/</c>.</param>
    /// <param name="token">Asked for a bearer token at each request that needs one; null, or an answer of null: none is sent.</param>
    /// <param name="timeout">How long one request may take. Default 15 s.</param>
    public ServerApi(Uri server, Func<CancellationToken, ValueTask<string?>>? token = null, TimeSpan? timeout = null)
    {
        (_server, _token) = (server, token);

        // Not redirected: what is proven or sent is meant for this address. No proxy between this machine and itself.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback };
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = timeout ?? TimeSpan.FromSeconds(15) };
    }

    /// <summary>Where it is.</summary>
    public Uri Server => _server;

    /// <summary>What the server says of itself.</summary>
    public Task<About> About(CancellationToken cancellationToken) => Get<About>(HttpApi.About, signed: false, cancellationToken);

    /// <summary>
    /// Signs in the operating-system user that runs the server, under <paramref name="email"/>. Only for a server on a loopback
    /// address; its key file is read, and proven to be read, but never sent.
    /// </summary>
    /// <exception cref="LocalSignInException">The server is not on a loopback address, or its key file can't be read or isn't one.</exception>
    public async Task<SignedIn> SignInLocally(string email, string? team, CancellationToken cancellationToken)
    {
        if (!_server.IsLoopback)
            throw new LocalSignInException($"{_server} is not on this machine: signing in with its key file is only possible there.");

        var challenge = await Get<SignInChallenge>(HttpApi.SignInChallenge, signed: false, cancellationToken);
        var proof = LocalKeyFile.Prove(challenge.KeyFile, challenge.Nonce, _server.Authority, email, team);
        var body = JsonContent.Create(new LocalSignIn(email, team, challenge.Nonce, proof), options: WireJson.Options);
        return await Ask<SignedIn>(HttpMethod.Post, HttpApi.SignInLocal, body, signed: false, cancellationToken);
    }

    /// <summary>Invites a person, as the operating-system user that runs the server; as with <see cref="SignInLocally"/>, only for a server on a loopback address.</summary>
    /// <exception cref="LocalSignInException">The server is not on a loopback address, or its key file can't be read or isn't one.</exception>
    public async Task<Invitation> Invite(string email, string? team, int days, CancellationToken cancellationToken)
    {
        if (!_server.IsLoopback)
            throw new LocalSignInException($"{_server} is not on this machine: who runs the server invites people there, by its loopback address.");

        var challenge = await Get<SignInChallenge>(HttpApi.SignInChallenge, signed: false, cancellationToken);
        var text = string.Create(CultureInfo.InvariantCulture, $"invite\n{challenge.Nonce}\n{_server.Authority}\n{email}\n{team}\n{days}");
        var body = JsonContent.Create(
            new InvitationRequest(email, team, days, challenge.Nonce, LocalKeyFile.Prove(challenge.KeyFile, text)), options: WireJson.Options);
        return await Ask<Invitation>(HttpMethod.Post, HttpApi.Invite, body, signed: false, cancellationToken);
    }

    /// <summary>Signs in with an invitation's code, which works once.</summary>
    public Task<SignedIn> Redeem(string code, CancellationToken cancellationToken) => Ask<SignedIn>(
        HttpMethod.Post, HttpApi.Redeem, JsonContent.Create(new BrowserCode(code), options: WireJson.Options), signed: false, cancellationToken);

    /// <summary>A one-time code with which a browser signs in as the token's person, within 60 s.</summary>
    public Task<BrowserCode> BrowserCode(CancellationToken cancellationToken) =>
        Ask<BrowserCode>(HttpMethod.Post, HttpApi.BrowserCode, null, signed: true, cancellationToken);

    /// <summary>Who the token says.</summary>
    public Task<Me> Me(CancellationToken cancellationToken) => Get<Me>(HttpApi.Me, signed: true, cancellationToken);

    /// <summary>My sessions, live or with their history kept.</summary>
    public Task<IReadOnlyList<MySession>> Sessions(CancellationToken cancellationToken) =>
        Get<IReadOnlyList<MySession>>(HttpApi.Sessions, signed: true, cancellationToken);

    /// <summary>Sessions of others' that I am invited to.</summary>
    public Task<IReadOnlyList<InvitedSession>> Invitations(CancellationToken cancellationToken) =>
        Get<IReadOnlyList<InvitedSession>>(HttpApi.Invitations, signed: true, cancellationToken);

    /// <summary>What I have used of my limits, and what remains.</summary>
    public Task<Usage> Usage(CancellationToken cancellationToken) => Get<Usage>(HttpApi.Usage, signed: true, cancellationToken);

    /// <summary>What the server allows a session of mine.</summary>
    public Task<SessionLimits> Limits(CancellationToken cancellationToken) => Get<SessionLimits>(HttpApi.Limits, signed: true, cancellationToken);

    /// <summary>The rules of a session that is mine or that I manage.</summary>
    public Task<Access> Access(SessionId session, CancellationToken cancellationToken) =>
        Get<Access>($"{HttpApi.Sessions}/{session}/access", signed: true, cancellationToken);

    /// <summary>Everyone with access to a session that I have access to; who is invited and not there only where I may see the rules.</summary>
    public Task<IReadOnlyList<PersonInSession>> People(SessionId session, CancellationToken cancellationToken) =>
        Get<IReadOnlyList<PersonInSession>>($"{HttpApi.Sessions}/{session}/people", signed: true, cancellationToken);

    /// <summary>Changes one rule of such a session; answers all of then.</summary>
    public Task<Access> ChangeAccess(SessionId session, AccessChange change, CancellationToken cancellationToken) =>
        Ask<Access>(HttpMethod.Post, $"{HttpApi.Sessions}/{session}/access", JsonContent.Create(change, options: WireJson.Options), signed: true, cancellationToken);

    /// <summary>Stops one of my sessions.</summary>
    public async Task Stop(SessionId session, CancellationToken cancellationToken) =>
        (await Send(HttpMethod.Post, $"{HttpApi.Sessions}/{session}/stop", null, signed: true, cancellationToken)).Dispose();

    /// <summary>Stops one of my sessions, if it lives, and deletes its history and everything else that is stored of it.</summary>
    public async Task Delete(SessionId session, CancellationToken cancellationToken) =>
        (await Send(HttpMethod.Delete, $"{HttpApi.Sessions}/{session}", null, signed: true, cancellationToken)).Dispose();

    /// <summary>A page of the audit, for operators.</summary>
    public Task<AuditPage> Audit(AuditFilter filter, CancellationToken cancellationToken) => Get<AuditPage>($"{HttpApi.Audit}{filter}", signed: true, cancellationToken);

    /// <summary>
    /// The audit from some place on, for operators: entries as they come, until the server goes, the sign-in ends, or the connection is lost; it then ends, and may be asked for again from
    /// behind the last position. Null: nothing came for a while.
    /// </summary>
    public async IAsyncEnumerable<AuditEntry?> AuditFeed(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Get, $"{HttpApi.AuditFeed}{filter}", null, signed: true, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await NextLine(lines, cancellationToken) is { } line)
            yield return line.Length == 0 ? null : JsonSerializer.Deserialize<AuditEntry>(line, WireJson.Options);
    }

    /// <summary>Live sessions of my organization, for operators; some seconds old.</summary>
    public Task<IReadOnlyList<LiveSession>> LiveSessions(CancellationToken cancellationToken) =>
        Get<IReadOnlyList<LiveSession>>(HttpApi.AdminSessions, signed: true, cancellationToken);

    /// <summary>How one of them runs.</summary>
    public Task<SessionDetails> Inspect(SessionId session, CancellationToken cancellationToken) =>
        Get<SessionDetails>($"{HttpApi.AdminSessions}/{session}", signed: true, cancellationToken);

    /// <summary>Ends one of them.</summary>
    public async Task EndAsOperator(SessionId session, CancellationToken cancellationToken) =>
        (await Send(HttpMethod.Post, $"{HttpApi.AdminSessions}/{session}/end", null, signed: true, cancellationToken)).Dispose();

    /// <summary>This gateway sends its clients to the others, and takes no more.</summary>
    public async Task Drain(CancellationToken cancellationToken) =>
        (await Send(HttpMethod.Post, HttpApi.AdminDrain, null, signed: true, cancellationToken)).Dispose();

    /// <summary>People of my organization who have shared.</summary>
    public Task<IReadOnlyList<KnownUser>> Users(CancellationToken cancellationToken) => Get<IReadOnlyList<KnownUser>>(HttpApi.AdminUsers, signed: true, cancellationToken);

    /// <summary>Gives one of them a plan; null: what the settings say.</summary>
    public async Task SetPlan(string email, string? plan, CancellationToken cancellationToken) =>
        (await Send(HttpMethod.Post, HttpApi.AdminPlan, JsonContent.Create(new PlanChange(email, plan), options: WireJson.Options), signed: true, cancellationToken)).Dispose();

    /// <summary>Deletes a person's sessions, and their name wherever it stands; the audit keeps a pseudonym.</summary>
    public Task<ForgottenUser> Forget(string email, CancellationToken cancellationToken) =>
        Ask<ForgottenUser>(HttpMethod.Post, HttpApi.AdminForget, JsonContent.Create(new ForgetUser(email), options: WireJson.Options), signed: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The next line; null where there is none any more.</summary>
    private static async Task<string?> NextLine(StreamReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            return null;
        }
    }


    private Task<T> Get<T>(string path, bool signed, CancellationToken cancellationToken) =>
        Ask<T>(HttpMethod.Get, path, null, signed, cancellationToken);

    private async Task<T> Ask<T>(HttpMethod method, string path, HttpContent? body, bool signed, CancellationToken cancellationToken)
    {
        using var response = await Send(method, path, body, signed, cancellationToken);
        return await Read<T>(response, cancellationToken)
            ?? throw new ServerUnreachableException(_server, $"what answers there says nothing of use at {path}.");
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, HttpContent? body, bool signed, CancellationToken cancellationToken, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (signed && _token is { } token && await token(cancellationToken) is { } bearer)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);

        var response = await Send(request, until, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw await Told(response, path, cancellationToken);
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption until, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, until, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new ServerUnreachableException(_server, failure.Message.TrimEnd('.') + ".", failure);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnreachableException(_server, $"no answer within {_http.Timeout.TotalSeconds:0} s.", late);
        }
    }

    private async Task<Exception> Told(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        var header = response.Headers.TryGetValues(HttpApi.ReasonHeader, out var values) ? values : null;
        if (await Read<Refusal>(response, cancellationToken) is { Reason: not Reason.None, Text: not null } refusal)
            return new RefusedException(refusal);
        if (HandshakeRefusal.Of(response.StatusCode, header) is { } inHeader)
            return new RefusedException(inHeader);
        return new ServerUnreachableException(_server, $"what answers there says HTTP {(int)response.StatusCode} to {path}.");
    }

    private static async Task<T?> Read<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or HttpRequestException)
        {
            return default;
        }
    }
}
