using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Servers;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Auditing;

/// <summary>`sessionshare audit`: who did what at a server, for its operators.</summary>
internal static class AuditCommand
{
    /// <summary>Repeats of an entry come near each other; so many ids are remembered.</summary>
    private const int Remembered = 10_000;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private static readonly Option<string?> Day = CommonOptions.Checked("--day", "YYYY-MM-DD", "Which UTC day; with --follow, from which on. Default: today.", ParseDay);

    private static readonly Option<SessionTarget?> Session = CommonOptions.Checked("--session", "LINK|ID", "One session only.", SessionTarget.Parse);

    private static readonly Option<string?> Actor = new("--actor") { HelpName = "EMAIL|USER", Description = "Only what one person did, or what was done to them." };

    private static readonly Option<string?> Kind = new("--kind") { HelpName = "KIND", Description = "One kind of entries only, e.g. joined." };

    private static readonly Option<string?> After = new("--after") { HelpName = "POSITION", Description = "Only what stands behind an entry: its position, as --json says it." };

    private static readonly Option<bool> Follow = new("--follow") { Description = "Go on with what comes, until interrupted." };

    public static Command Create(Surroundings surroundings) =>
        new Command("audit", "Say who did what at a server; for its operators.") { Day, After, Session, Actor, Kind, Follow, CommonOptions.Server, CommonOptions.Json }
            .DoesForOwnHand(surroundings, async (parsed, interruption) =>
            {
                using var server = await AskedServer.Chosen(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token)
                    ?? throw new CliFailure(Reasons.Exit.ServerUnreachable, $"You have shared nothing yet, so there is no server to ask; name one with --server or {ServerUrls.Variable}.");
                var filter = new AuditFilter(
                    parsed.GetValue(Day), parsed.GetValue(After), parsed.GetValue(Session)?.Session.ToString(), parsed.GetValue(Actor), parsed.GetValue(Kind), Count: 1000);
                var entries = parsed.GetValue(Follow) ? Coming(server.Gateway, filter, surroundings, interruption.Token) : Whole(server.Gateway, filter, interruption.Token);
                var (seen, order) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>());
                await foreach (var entry in entries)
                {
                    if (!seen.Add(entry.Id))
                        continue;
                    order.Enqueue(entry.Id);
                    if (order.Count > Remembered)
                        seen.Remove(order.Dequeue());
                    surroundings.Output.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonLine.Of(entry) : AuditText.Of(entry, surroundings.Time));
                    surroundings.Output.Flush();
                }

                return 0;
            });

    /// <summary>All entries of one day.</summary>
    private static async IAsyncEnumerable<AuditEntry> Whole(Gateway gateway, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isMore = true; isMore;)
        {
            var page = await gateway.Ask(api => api.Audit(filter, cancellationToken));
            foreach (var entry in page.Entries)
                yield return entry;
            (filter, isMore) = (filter with { After = page.Next }, page.More);
        }
    }

    /// <summary>Entries as they come; a feed that ends is opened again behind the last of them.</summary>
    private static async IAsyncEnumerable<AuditEntry> Coming(
        Gateway gateway, AuditFilter filter, Surroundings surroundings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            await using var feed = await Open(gateway, filter, isFirst, surroundings, cancellationToken);
            while (feed is not null && await feed.MoveNextAsync())
            {
                if (feed.Current is not { } entry)
                    continue;
                filter = filter with { After = entry.Position };
                yield return entry;
            }

            await Task.Delay(Again, surroundings.Time, cancellationToken);
        }
    }

    /// <summary>A feed that has begun; null: the server can't be reached just now, which the first time is a failure.</summary>
    private static async Task<IAsyncEnumerator<AuditEntry?>?> Open(
        Gateway gateway, AuditFilter filter, bool isFirst, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.Ask(async api =>
            {
                var feed = api.AuditFeed(filter, cancellationToken).GetAsyncEnumerator(cancellationToken);
                return new Begun(feed, await feed.MoveNextAsync());
            });
        }
        catch (Exception fault) when (!isFirst && MayPass(fault))
        {
            surroundings.Notes.WriteLine(Printable.Text($"The audit can't be read just now; it is tried again: {fault.Message}"));
            return null;
        }
    }

    private static bool MayPass(Exception fault) =>
        fault is ServerUnreachableException || (fault is RefusedException { Refusal.Reason: var reason } && Reasons.Of(reason).Retry);

    private static (string? Value, string? Fault) ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? (text, null) : (null, $"is '{text}'; it must be a day such as 2026-11-26.");

    /// <summary>A feed whose first item was asked for already: by that a refusal shows.</summary>
    private sealed class Begun(IAsyncEnumerator<AuditEntry?> feed, bool has) : IAsyncEnumerator<AuditEntry?>
    {
        private bool _isFirst = true;

        public AuditEntry? Current => feed.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            if (!_isFirst)
                return feed.MoveNextAsync();
            _isFirst = false;
            return ValueTask.FromResult(has);
        }

        public ValueTask DisposeAsync() => feed.DisposeAsync();
    }
}
