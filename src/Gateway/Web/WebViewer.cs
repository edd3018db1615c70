using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace SessionShare.Gateway.Web;

/// <summary>The browser viewer: one page for every route of its own, and the files that Vite built beside it.</summary>
internal static class WebViewer
{
    /// <summary>What the viewer answers itself, from one page.</summary>
    private static readonly string[] Routes = ["/", "/signin", "/s/{session}"];

    private const string NotBuilt =
        "The web viewer is not built. Run `npm ci && npm run build` in src/Client.Web, then build the gateway again; `sessionshare join LINK` works without it.\n";

    public static void UseWebViewer(this WebApplication app)
    {
        var folder = Path.GetFullPath(app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.Viewer);
        var page = Path.Combine(folder, "index.html");
        var built = File.Exists(page);
        if (built)
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), OnPrepareResponse = Cache });

        foreach (var route in Routes)
            app.MapGet(route, built ? context => SendPage(context, page) : SayNotBuilt);
    }

    private static Task SendPage(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(page, context.RequestAborted);
    }

    private static Task SayNotBuilt(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
    }

    /// <summary>Vite puts a hash of the content into the names under assets/; the rest may change under its name.</summary>
    private static void Cache(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
