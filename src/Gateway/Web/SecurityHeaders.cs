namespace SessionShare.Gateway.Web;

/// <summary>What browsers are told on every answer: run nothing that is not ours, frame us nowhere, tell nobody where a click came from.</summary>
internal static class SecurityHeaders
{
    // A page's 'self' covers its WebSockets too. Terminal and editor set styles from script, hence 'unsafe-inline' for styles only. No text becomes markup or code.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });
}
