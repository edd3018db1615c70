using Microsoft.Net.Http.Headers;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Api;

/// <summary>How the HTTP edge says no: status, header and body, all from the table of reasons.</summary>
internal static class Refusals
{
    /// <summary>Answers with a refusal.</summary>
    public static Task Refuse(this HttpContext context, Reason reason, string? detail = null) => context.Refuse(Refusal.Of(reason, detail));

    /// <summary>Answers with a refusal.</summary>
    public static Task Refuse(this HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = Reasons.Of(refusal.Reason).HttpStatus;
        context.Response.Headers[HttpApi.ReasonHeader] = WireName(refusal.Reason);
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return context.Response.WriteAsJsonAsync(refusal, ApiJson.Default.Refusal, cancellationToken: context.RequestAborted);
    }

    private static string WireName(Reason reason)
    {
        var name = reason.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
