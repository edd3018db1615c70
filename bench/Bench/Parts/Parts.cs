namespace SessionShare.Bench;

/// <summary>What can be measured: <c>--only NAME</c> each.</summary>
internal static class Parts
{
    private static readonly Part[] All =
    [
        new("echo", "An editor's key to the shared `cat` and back; keys 2 ms behind each other's echo.", Echo.Measure),
        new("paced", "82 KB/s, 1,000 lines a second, each with the moment of its writing, to viewers as people watch.", Paced.Measure),
        new("bulk", "A file through a terminal to viewers who get every byte (recorders), until the last has all; compared byte by byte.", Bulk.Measure),
        new("stalled", "1.5 MB/s; one of ten viewers stops reading its socket after 2 s, and reads again at the end.", Stalled.Measure),
        new("late-join", "Connects while a full-screen program is shown, until its screen is the sharer's: text, colours, cursor, buffers, modes.", LateJoin.Measure),
        new("cuts", "82 KB/s; viewers' connections are reset, and the server is killed. Ours come back by the client library.", Cuts.Measure),
        new("idle", "Sessions in which nothing happens; pings every 15 s both ways. Heap is after a full collection, less what the server had before.", Idle.Measure),
        new("busy", "More and more sessions until the 99th of 100 lines is over 50 ms late, or one is lost. Sharers and viewers are the harness's.", Busy.Measure),
        new("thousand", "1,000 sessions with a viewer each, at several rates.", Busy.Thousand, IsInQuick: false),
        new("crowd", "1,000 viewers of one session, at growing rates. Sharer and viewers are the harness's.", Crowd.Measure),
        new("far", $"People far away, by {Netem.Text}.", Far.Measure),
        new("slow-line", $"A viewer behind a slow line, by {Netem.Text}; with `Gateway:Compress` and without.", SlowLine.Measure, IsInQuick: false),
        new("compression", "What the bytes between server and viewer would shrink to, at what price; what `Gateway:Compress` makes of it is slow-line's.", Compression.Measure, IsInQuick: false),
        new("own-terminal", "What sharing costs the sharer's own terminal.", OwnTerminal.Measure),
        new("slow-viewers", "One session, very many viewers, a tenth of them stalled.", SlowViewers.Measure, IsInAll: false, IsInQuick: false),
        new("people", "People who follow their sessions.", People.Measure, IsInAll: false, IsInQuick: false),
        new("yes", "A command that never stops writing.", Yes.Measure, IsInAll: false, IsInQuick: false),
        new("soak", "Many sessions for long, with everything that happens to connections; every byte compared.", Soak.Measure, IsInAll: false, IsInQuick: false),
    ];

    /// <summary>Those of the arguments, in their order here.</summary>
    /// <exception cref="FormatException">One is not known.</exception>
    public static IReadOnlyList<Part> Of(Arguments arguments)
    {
        if (arguments.Only.FirstOrDefault(name => All.All(part => part.Name != name)) is { } unknown)
            throw new FormatException($"'{unknown}' is no part. --only takes: {string.Join(", ", All.Select(part => part.Name))}.");
        return [.. All.Where(part => arguments.Only.Count == 0 ? (arguments.Quick ? part.IsInQuick : part.IsInAll) : arguments.Only.Contains(part.Name))];
    }
}

/// <param name="IsInAll">Measured where nothing is named.</param>
/// <param name="IsInQuick">With <c>--quick</c>, too.</param>
internal sealed record Part(string Name, string About, Func<Arguments, Report, Task> Measure, bool IsInAll = true, bool IsInQuick = true);
