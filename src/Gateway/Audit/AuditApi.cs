using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SessionShare.Gateway.Api;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Audit;

/// <summary>The audit of an operator's organization, in pages and as a feed: docs/protocol.md, section 8.</summary>
internal sealed class AuditApi(IGrainFactory grains, IOptions<AuditOptions> options, AuditRecorder recorder, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How often a feed looks for more when it has told everything.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>An empty line goes out when nothing else did for so long, so that proxies and readers know that it lives.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>GET api/audit.</summary>
    public async Task Page(HttpContext context)
    {
        if (await Asked(context) is not { } question)
            return;
        var answer = await Grain(context, question.Day).Read(question.Query);
        if (answer.Failed)
        {
            await context.Refuse(Reason.StorageUnavailable);
            return;
        }

        var forgotten = await Forgotten(context);
        var page = new AuditPage([.. answer.Entries.Select(placed => WireOf(question.Day, placed, forgotten))], AuditQuestion.PositionOf(question.Day, answer.Next), answer.More);
        await context.Response.WriteAsJsonAsync(page, ApiJson.Default.AuditPage, cancellationToken: context.RequestAborted);
    }

    /// <summary>GET api/audit/feed.</summary>
    public async Task Feed(HttpContext context)
    {
        if (await Asked(context) is not { } question)
            return;
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc is { } expiresAt)
            end.CancelAfter(TimeLeft(expiresAt));
        try
        {
            await Feed(context, question, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader went, the server goes, or the sign-in is over: it comes again from where it was.
        }
    }

    private async Task Feed(HttpContext context, AuditQuestion question, CancellationToken end)
    {
        var (day, query) = (question.Day, question.Query with { Count = 500 });
        await context.Response.StartAsync(end);
        var spokenAt = time.GetTimestamp();
        while (true)
        {
            var answer = await Grain(context, day).Read(query);
            query = query with { After = answer.Next };
            var forgotten = answer.Entries.Length > 0 ? await Forgotten(context) : null;
            foreach (var placed in answer.Entries)
                await WriteLine(context.Response, JsonSerializer.SerializeToUtf8Bytes(WireOf(day, placed, forgotten!), ApiJson.Default.AuditEntry), end);
            var isSilent = answer.Entries.Length == 0 && time.GetElapsedTime(spokenAt) >= Silence;
            if (isSilent)
                await WriteLine(context.Response, [], end);
            if (isSilent || answer.Entries.Length > 0)
            {
                await context.Response.Body.FlushAsync(end);
                spokenAt = time.GetTimestamp();
            }

            if (answer.More)
                continue;
            if (answer.IsOver && day < Today)
                (day, query) = (day.AddDays(1), query with { After = 0 });
            else
                await Task.Delay(Look, time, end);
        }
    }

    private static async Task WriteLine(HttpResponse response, byte[] json, CancellationToken end)
    {
        await response.Body.WriteAsync(json, end);
        await response.Body.WriteAsync("\n"u8.ToArray(), end);
    }

    /// <summary>What is asked; null when it was refused.</summary>
    private async Task<AuditQuestion?> Asked(HttpContext context)
    {
        var (question, fault) = AuditQuestion.Of(context.Request.Query, Today);
        if (question is null)
            await context.Refuse(Reason.InvalidRequest, fault);
        else if (question.IsFirst)
            Told(context, question);
        return question;
    }

    private void Told(HttpContext context, AuditQuestion question)
    {
        var user = Callers.Of(context.User)!;
        recorder.Record(user, new AuditValue { Kind = AuditKind.AuditRead, Actor = AuditPersonValue.Of(user), Address = context.Peer(), Text = question.ToString() });
    }

    private IAuditGrain Grain(HttpContext context, DateOnly day) =>
        grains.Find<IAuditGrain>(new AuditDay(options.Value.OrganizationOf(Callers.Of(context.User)), day).Key);

    private TimeSpan TimeLeft(DateTimeOffset until) => until - time.GetUtcNow() is var left && left > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30) : left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private Task<ForgottenPeople> Forgotten(HttpContext context) => grains.Find<IPeopleGrain>(options.Value.OrganizationOf(Callers.Of(context.User))).Forgotten();

    private static AuditEntry WireOf(DateOnly day, PlacedAuditValue placed, ForgottenPeople forgotten) => placed.Entry.Without(forgotten).ToWire(AuditQuestion.PositionOf(day, placed.Place));
}
