using SessionShare.Gateway.SignIn;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Audit;

/// <summary>Adds what a gateway tells the audit, and what it tells of it.</summary>
internal static class AuditSetup
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditRecorder>();
        services.AddSingleton<SignInAudit>();
        services.AddSingleton<AuditApi>();
        services.AddHostedService<LastWords>();
    }

    public static void MapAudit(this WebApplication app)
    {
        var audit = app.Services.GetRequiredService<AuditApi>();
        app.MapGet(HttpApi.Audit, audit.Page).RequireOperator();
        app.MapGet(HttpApi.AuditFeed, audit.Feed).RequireOperator();
    }

    /// <summary>A gateway that stops tells the audit what it knows, before its silo stops and not for long.</summary>
    private sealed class LastWords(AuditRecorder recorder, TimeProvider time) : IHostedService
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            using var limit = new CancellationTokenSource(Patience, time);
            try
            {
                await recorder.Told(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // The audit can't be told: what the process holds is lost with it.
            }
        }
    }
}
