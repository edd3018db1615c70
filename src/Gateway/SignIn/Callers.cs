using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.SignalR;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>Who asks, between claims and <see cref="UserIdentity"/>. A token and a cookie hold the same claims.</summary>
internal static class Callers
{
    private const string Subject = "sub";
    private const string Name = "name";
    private const string Email = "email";
    private const string EmailVerified = "email_verified";
    private const string Team = "team";
    private const string Plan = "plan";
    private const string Organization = "organization";
    private const string Operator = "operator";

    /// <summary>The person who is signed in; null for a guest. An address that was never verified is nobody's.</summary>
    public static UserIdentity? Of(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }
            || principal.FindFirstValue(Subject) is not { Length: > 0 } user
            || principal.FindFirstValue(Email) is not { Length: > 0 } email
            || !string.Equals(principal.FindFirstValue(EmailVerified), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return new UserIdentity(user, principal.FindFirstValue(Name) ?? email, email, principal.FindFirstValue(Team), principal.FindFirstValue(Plan), principal.FindFirstValue(Organization));
    }

    /// <summary>Whether that is an operator of the server, who may read its audit.</summary>
    public static bool IsOperator(ClaimsPrincipal principal) => Of(principal) is not null && principal.HasClaim(Operator, bool.TrueString);

    /// <summary>The claims that say who <paramref name="user"/> is.</summary>
    public static Dictionary<string, object> Claims(UserIdentity user, bool isOperator = false)
    {
        var claims = new Dictionary<string, object>
        {
            [Subject] = user.User,
            [Name] = user.Name,
            [Email] = user.Email,
            [EmailVerified] = true,
        };
        if (user.Team is not null)
            claims[Team] = user.Team;
        if (user.Plan is not null)
            claims[Plan] = user.Plan;
        if (user.Organization is not null)
            claims[Organization] = user.Organization;
        if (isOperator)
            claims[Operator] = bool.TrueString;
        return claims;
    }

    /// <summary>The principal of <paramref name="user"/> under a scheme.</summary>
    public static ClaimsPrincipal Principal(UserIdentity user, string scheme, bool isOperator = false) =>
        new(new ClaimsIdentity(Claims(user, isOperator).Select(claim => new Claim(claim.Key, claim.Value.ToString()!)), scheme));

    /// <summary>When the sign-in of a connection ends; null for a guest's.</summary>
    public static DateTimeOffset? SignInEnd(this HubCallerContext connection) =>
        connection.GetHttpContext()?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;

    /// <summary>As the HTTP API says it.</summary>
    public static Me ToWire(this UserIdentity user) => new(user.User, user.Name, user.Email, user.Team);
}
