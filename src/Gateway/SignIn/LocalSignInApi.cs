using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Audit;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Signs in the operating-system user that runs the server: who can read the key file proves it over a nonce. Only from this machine, even
/// where the server listens elsewhere too.
/// </summary>
internal sealed partial class LocalSignInApi(LocalKey key, LocalIssuer issuer, OneTimeCodes<LocalSignInApi.Challenge> challenges, IOptions<SignInOptions> options, SignInAudit audit, ILogger<LocalSignInApi> logger)
{
    private const int MaxEmailLength = 254;
    private const int MaxTeamLength = 64;

    /// <summary>A challenge stands for nothing but itself.</summary>
    internal readonly record struct Challenge;

    /// <summary>GET api/sign-in/challenge.</summary>
    public Task GetChallenge(HttpContext context) => FaultOf(context) is { } fault
        ? context.Refuse(fault)
        : context.Response.WriteAsJsonAsync(
            new SignInChallenge(challenges.Issue(default), key.File), ApiJson.Default.SignInChallenge, cancellationToken: context.RequestAborted);

    /// <summary>POST api/sign-in/local.</summary>
    public async Task SignIn(HttpContext context)
    {
        if (FaultOf(context) is { } fault)
        {
            await context.Refuse(fault);
            return;
        }

        var asked = await context.Request.Read(ApiJson.Default.LocalSignIn);
        if (asked is not { Nonce: not null, Proof: not null } || !IsEmail(asked.Email) || !IsTeam(asked.Team))
        {
            await context.Refuse(Reason.InvalidRequest, "An e-mail address, a nonce and a proof are needed.");
        }
        else if (!IsProven(asked.Nonce, asked.Proof, key.Proof(asked.Nonce, context.Request.Host.Value ?? "", asked.Email, asked.Team)))
        {
            LogRefused();
            audit.SignInRefused(context, Reason.SignInRefused, asked.Email);
            await context.Refuse(Reason.SignInRefused);
        }
        else
        {
            var user = LocalIssuer.Identify(asked.Email, asked.Team);
            var signedIn = issuer.SignIn(user, isOperator: true);
            LogSignedIn(user.User);
            audit.SeenToday(context, user);
            await context.Response.WriteAsJsonAsync(signedIn, ApiJson.Default.SignedIn, cancellationToken: context.RequestAborted);
        }
    }

    /// <summary>Why the key file proves nothing here; null: it does.</summary>
    internal Refusal? FaultOf(HttpContext context)
    {
        if (!options.Value.HasLocal())
            return Refusal.Of(Reason.SignInRequired, "This server's people sign in through its provider.");
        return IsHere(context) ? null : Refusal.Of(Reason.SignInRefused, "It works on the server's own machine only.");
    }

    /// <summary>Whether an invitation is the doing of who runs the server; uses its nonce up.</summary>
    internal bool IsProven(InvitationRequest asked, string host) => IsProven(asked.Nonce, asked.Proof, key.InvitationProof(asked.Nonce, host, asked));

    private bool IsProven(string nonce, string proof, byte[] expected)
    {
        var given = new byte[expected.Length + 3];
        return challenges.Take(nonce, out _)
            && Convert.TryFromBase64String(proof, given, out var length)
            && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), expected);
    }

    private static bool IsHere(HttpContext context) => context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);

    internal static bool IsEmail(string? text) =>
        text is { Length: <= MaxEmailLength }
        && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    internal static bool IsTeam(string? text) => text is null || (text.Length <= MaxTeamLength && !text.Any(char.IsControl));

    [LoggerMessage(Level = LogLevel.Information, Message = "{User} signed in on this machine.")]
    private partial void LogSignedIn(string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "A local sign-in was refused: its proof is wrong, or its nonce unknown, used or too old.")]
    private partial void LogRefused();
}
