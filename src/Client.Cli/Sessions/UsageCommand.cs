using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>`sessionshare usage`.</summary>
internal static class UsageCommand
{
    public static Command Create(Surroundings surroundings) =>
        new Command("usage", "Say what you have used of your limits, and what remains.") { CommonOptions.Server, CommonOptions.Json }
            .Does(surroundings, async (parsed, interruption) =>
            {
                using var server = await AskedServer.Chosen(surroundings, parsed.GetValue(CommonOptions.Server), interruption.Token)
                    ?? throw new CliFailure(Reasons.Exit.ServerUnreachable, $"You have shared nothing yet, so there is no server to ask; name one with --server or {ServerUrls.Variable}.");
                var usage = await server.Gateway.Ask(api => api.Usage(interruption.Token));
                foreach (var line in parsed.GetValue(CommonOptions.Json) ? [Json(usage)] : Text(usage, surroundings.Time))
                    surroundings.Output.WriteLine(line);
                return 0;
            });

    internal static IEnumerable<string> Text(Usage usage, TimeProvider time)
    {
        yield return $"Plan:             {Printable.Text(usage.Plan)}";
        yield return $"Shares:           {Number(usage.SharesStarted)} used, {(usage.SharesAllowed is { } allowed ? $"of {Number(allowed)} in all; they are never reset" : "no limit")}";
        yield return $"Bytes today:      {Number(usage.DayBytesUsed)} used of {Number(usage.DayBytesAllowed)}, {Number(Remaining(usage))} remain";
        yield return $"They reset at:    {Moment.HereAndUtc(usage.ResetsAt, time)}";
        yield return $"A session holds:  {Number(usage.SessionBytes)} bytes at the most";
        foreach (var line in usage.Policy is { } policy ? PolicyText.Of(policy) : [])
            yield return $"Policy:           {line}";
        if (usage.Support is { } support)
            yield return Printable.Text(support);
    }

    private static string Json(Usage usage) => JsonLine.Of(new
    {
        usage.Plan,
        usage.SharesStarted,
        usage.SharesAllowed,
        usage.DayBytesUsed,
        usage.DayBytesAllowed,
        DayBytesRemaining = Remaining(usage),
        usage.ResetsAt,
        usage.SessionBytes,
        usage.Support,
        usage.Policy,
    });

    private static long Remaining(Usage usage) => Math.Max(0, usage.DayBytesAllowed - usage.DayBytesUsed);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
