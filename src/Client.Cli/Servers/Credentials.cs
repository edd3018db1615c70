using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>
/// Signs in at one server, which may have several addresses, by itself where that is possible: with the token of the environment, with the one saved in the home, or, at a server on
/// this machine, as the operating-system user that runs it. May be asked from anywhere. At other servers of this machine than the embedded one a
/// sign-in is not saved: the next one at that port may be somebody else's.
/// </summary>
internal sealed class Credentials : IDisposable
{
    public const string Variable = "SESSIONSHARE_TOKEN";

    /// <summary>Under which the embedded server's sign-in is saved, whatever its port is.</summary>
    public const string EmbeddedKey = "embedded";

    /// <summary>A sign-in that ends so soon is not used any more.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _signingIn = new(1);
    private readonly Surroundings _surroundings;
    private readonly string? _given;
    private readonly string? _savedAs;
    private readonly IReadOnlyList<Uri> _addresses;
    private SavedSignIn? _signIn;

    /// <param name="addresses">The server's: what one gateway of a cluster issues counts at all.</param>
    /// <param name="embedded">It is this home's own.</param>
    /// <param name="chosen">The person named this server, so that the environment's token is meant for it: no other server ever gets it.</param>
    public Credentials(Surroundings surroundings, IReadOnlyList<Uri> addresses, bool embedded, bool chosen)
    {
        (_surroundings, _addresses) = (surroundings, addresses);
        _savedAs = embedded ? EmbeddedKey : Server.IsLoopback ? null : Server.AbsoluteUri;
        _given = chosen ? surroundings.Variable(Variable) : null;
    }

    public Uri Server => _addresses[0];

    /// <summary>Why nobody is signed in; null when somebody is.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>A bearer token; null where there is none to be had without the person.</summary>
    public async ValueTask<string?> Token(CancellationToken cancellationToken)
    {
        if (_given is not null)
            return _given;
        await _signingIn.WaitAsync(cancellationToken);
        try
        {
            return Known()?.Token ?? (Server.IsLoopback ? await SignInLocally(cancellationToken) : NotSignedIn());
        }
        finally
        {
            _signingIn.Release();
        }
    }

    /// <summary>Calls the server; where it says that the sign-in is no good any more, signs in again and calls once more.</summary>
    /// <exception cref="CliFailure">Nobody is signed in, and the server asks for it.</exception>
    public async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RefusedException refused) when (_given is null && IsStale(refused.Refusal.Reason) && Forget())
        {
            return await call();
        }
        catch (RefusedException refused) when (refused.Refusal.Reason == Reason.SignInRequired && WhyNot is not null)
        {
            throw new CliFailure(Reasons.Exit.SignIn, WhyNot);
        }
    }

    public void Dispose() => _signingIn.Dispose();

    /// <summary>Signs in at a server on this machine under the home's address, and keeps the sign-in.</summary>
    /// <exception cref="LocalSignInException">It can't be done here.</exception>
    private async Task<SavedSignIn> SignIn(CancellationToken cancellationToken)
    {
        using var api = new ClusterApi(_addresses.Where(address => address.IsLoopback));
        var home = _surroundings.Home;
        var identity = home.ReadIdentity();
        var signedIn = await api.Ask(gateway => gateway.SignInLocally(identity.Email ?? EmailDefault.For(home), identity.Team, cancellationToken));
        var saved = new SavedSignIn(signedIn.Token, signedIn.ExpiresAt, signedIn.Me.Email, signedIn.Me.Team);
        if (_savedAs is not null)
            home.Write(home.ReadIdentity().With(_savedAs, saved));
        return _signIn = saved;
    }

    /// <summary>Forgets the sign-in.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Forget()
    {
        var known = Known() is not null;
        _signIn = null;
        if (_savedAs is not null && _surroundings.Home.ReadIdentity() is var identity && identity.SignIns.ContainsKey(_savedAs))
            _surroundings.Home.Write(identity.Without(_savedAs));
        return known;
    }

    private static bool IsStale(Reason reason) => reason is Reason.TokenExpired or Reason.TokenInvalid or Reason.SignInRequired;

    private SavedSignIn? Known()
    {
        _signIn ??= _savedAs is null ? null : _surroundings.Home.ReadIdentity().SignIns.GetValueOrDefault(_savedAs);
        return _signIn is { } known && known.ExpiresAt - Margin > _surroundings.Time.GetUtcNow() ? known : null;
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
    }

    private string? NotSignedIn()
    {
        WhyNot = $"You are not signed in at {Server}: set {Variable} to a token of yours for that server, and name the server with --server or {ServerUrls.Variable}.";
        return null;
    }
}
