using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>
/// Signs in at one server, which may have several addresses, by itself where that is possible: with the token of the environment, with the one saved in the home, which is
/// renewed where a provider issued it, or, at a server on this machine, as the operating-system user that runs it. May be asked from anywhere. At other servers of this
/// machine than the embedded one the latter is not saved: the next one at that port may be somebody else's.
/// </summary>
internal sealed class Credentials : IDisposable
{
    public const string Variable = "SESSIONSHARE_TOKEN";

    /// <summary>Under which the embedded server's sign-in is saved, whatever its port is.</summary>
    public const string EmbeddedKey = "embedded";

    /// <summary>A sign-in that ends so soon is not used any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>A provider's tokens may live for minutes only.</summary>
    private static readonly TimeSpan ProviderMargin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _signingIn = new(1);
    private readonly Surroundings _surroundings;
    private readonly string? _given;
    private readonly bool _embedded;
    private readonly IReadOnlyList<Uri> _addresses;
    private SavedSignIn? _signIn;

    /// <param name="addresses">The server's: what one gateway of a cluster issues counts at all.</param>
    /// <param name="embedded">It is this home's own.</param>
    /// <param name="chosen">The person named this server, so that the environment's token is meant for it: no other server ever gets it.</param>
    public Credentials(Surroundings surroundings, IReadOnlyList<Uri> addresses, bool embedded, bool chosen)
    {
        (_surroundings, _addresses, _embedded) = (surroundings, addresses, embedded);
        _given = chosen ? surroundings.Variable(Variable) : null;
    }

    public Uri Server => _addresses[0];

    /// <summary>The environment's token counts, whatever else there is.</summary>
    public bool IsGiven => _given is not null;

    /// <summary>Why nobody is signed in; null when somebody is.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>The sign-in in use; null with the environment's token, or before anything was asked.</summary>
    public SavedSignIn? Current => IsGiven ? null : _signIn;

    private string SavedAs
    {
        get
        {
            var known = _surroundings.Home.ReadIdentity().SignIns;
            return _embedded ? EmbeddedKey : _addresses.Select(address => address.AbsoluteUri).FirstOrDefault(known.ContainsKey, Server.AbsoluteUri);
        }
    }

    /// <summary>A bearer token; null where there is none to be had without the person.</summary>
    /// <exception cref="ServerUnreachableException">The provider does not answer, so that the sign-in can't be renewed now.</exception>
    public async ValueTask<string?> Token(CancellationToken cancellationToken)
    {
        if (_given is not null)
            return _given;
        await _signingIn.WaitAsync(cancellationToken);
        try
        {
            return await TokenOrNull(cancellationToken);
        }
        finally
        {
            _signingIn.Release();
        }
    }

    /// <summary>The server says that the token is no good any more: whether there is another one to try with.</summary>
    public async ValueTask<bool> Renew(CancellationToken cancellationToken) => !IsGiven && Forget() && await Token(cancellationToken) is not null;

    /// <summary>Calls the server; where it says that the sign-in is no good any more, signs in again and calls once more.</summary>
    /// <exception cref="CliFailure">Nobody is signed in, and the server asks for it.</exception>
    public async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await CallOrAgain(call);
        }
        catch (RefusedException refused) when (refused.Refusal.Reason == Reason.SignInRequired && WhyNot is not null)
        {
            throw new CliFailure(Reasons.Exit.SignIn, WhyNot);
        }
    }

    /// <summary>Uses a sign-in from now on, also in later processes.</summary>
    public void Keep(SavedSignIn signIn)
    {
        _signIn = signIn;
        _surroundings.Home.Write(_surroundings.Home.ReadIdentity().With(SavedAs, signIn));
    }

    public void Dispose() => _signingIn.Dispose();

    private async Task<T> CallOrAgain<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RefusedException refused) when (_given is null && IsStale(refused.Refusal.Reason) && Forget())
        {
            return await call();
        }
    }

    private async Task<string?> TokenOrNull(CancellationToken cancellationToken)
    {
        if (Known() is { } known)
            return known.Token;
        if (Saved() is { Provider.RefreshToken: not null })
            return await RenewAtProvider(cancellationToken);
        return Server.IsLoopback ? await SignInLocally(cancellationToken) : NotSignedIn();
    }

    /// <summary>One process of the home at a time; what another one has renewed meanwhile is used.</summary>
    private async Task<string?> RenewAtProvider(CancellationToken cancellationToken)
    {
        using var alone = await Alone(cancellationToken);
        var stale = _signIn;
        _signIn = null;
        if (Saved() is not { Provider: { RefreshToken: { } refreshToken } provider } saved)
            return NotSignedIn();
        if (saved.Token != stale?.Token && Known() is { } renewed)
            return renewed.Token;
        try
        {
            using var signIn = new ProviderSignIn(provider.At, _surroundings.Time);
            var tokens = await signIn.Renew(refreshToken, cancellationToken);
            Keep(saved with { Token = tokens.Bearer, ExpiresAt = tokens.ExpiresAt, Provider = provider with { RefreshToken = tokens.RefreshToken } });
            WhyNot = null;
            return tokens.Bearer;
        }
        catch (ProviderRefusedException refused)
        {
            Drop();
            WhyNot = $"You are not signed in at {Server} any more: {refused.Message} Sign in with: sessionshare login --server {Server}";
            return null;
        }
    }

    private async Task<IDisposable> Alone(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (PrivateFile.TryLock(_surroundings.Home.RenewingLock, shared: false) is { } alone)
                return alone;
            await Task.Delay(TimeSpan.FromMilliseconds(20), _surroundings.Time, cancellationToken);
        }
    }

    /// <summary>Signs in at a server on this machine under the home's address, and keeps the sign-in.</summary>
    /// <exception cref="LocalSignInException">It can't be done here.</exception>
    private async Task<SavedSignIn> SignIn(CancellationToken cancellationToken)
    {
        using var api = new ClusterApi(_addresses.Where(address => address.IsLoopback));
        var home = _surroundings.Home;
        var identity = home.ReadIdentity();
        var signedIn = await api.Ask(gateway => gateway.SignInLocally(identity.Email ?? EmailDefault.For(home), identity.Team, cancellationToken));
        var made = new SavedSignIn(signedIn.Token, signedIn.ExpiresAt, signedIn.Me.Email, signedIn.Me.Team);
        if (_embedded)
            Keep(made);
        return _signIn = made;
    }

    /// <summary>The sign-in is no good any more: one of a provider's is renewed, any other made anew.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Forget()
    {
        var known = Known() is not null;
        if (Saved() is { Provider.RefreshToken: not null } saved)
        {
            _signIn = saved with { ExpiresAt = DateTimeOffset.MinValue };
            return known;
        }

        Drop();
        return known;
    }

    private void Drop()
    {
        _signIn = null;
        if (_surroundings.Home.ReadIdentity() is var identity && identity.SignIns.ContainsKey(SavedAs))
            _surroundings.Home.Write(identity.Without(SavedAs));
    }

    private static bool IsStale(Reason reason) => reason is Reason.TokenExpired or Reason.TokenInvalid or Reason.SignInRequired;

    private SavedSignIn? Saved() => _surroundings.Home.ReadIdentity().SignIns.GetValueOrDefault(SavedAs);

    private SavedSignIn? Known()
    {
        _signIn ??= Saved();
        return _signIn is { } known && known.ExpiresAt > _surroundings.Time.GetUtcNow() + (known.Provider is null ? Margin : ProviderMargin) ? known : null;
    }

    private async Task<string?> SignInLocally(CancellationToken cancellationToken)
    {
        try
        {
            var signedIn = await SignIn(cancellationToken);
            WhyNot = null;
            return signedIn.Token;
        }
        catch (LocalSignInException fault)
        {
            WhyNot = $"You are not signed in at {Server}: {fault.Message}";
            return null;
        }
        catch (RefusedException refused) when (refused.Refusal.Reason == Reason.SignInRequired)
        {
            return NotSignedIn(); // It has no local sign-in.
        }
    }

    private string? NotSignedIn()
    {
        WhyNot = $"You are not signed in at {Server}: sessionshare login --server {Server}, or set {Variable} to a token of yours for that server, and name the server with --server or {ServerUrls.Variable}.";
        return null;
    }
}
