using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SessionShare.Silo.Starting;

namespace SessionShare.Silo.Health;

/// <summary>A server of a few pages for operators, beside what the process is there for, and at an address of its own.</summary>
internal static class PageServer
{
    public static WebApplication Build(IPEndPoint endpoint, IConfiguration configuration, Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddPlainLog(configuration);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, LivesWithItsOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseRouting();
        map(app);
        return app;
    }

    /// <summary>Signals are the owner's.</summary>
    private sealed class LivesWithItsOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
