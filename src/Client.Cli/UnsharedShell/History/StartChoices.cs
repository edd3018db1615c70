namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>The points where sharing of a shell could begin.</summary>
internal static class StartChoices
{
    /// <param name="nowBytes">Bytes that `now` would share at once.</param>
    /// <param name="now">Since the shell's start.</param>
    /// <param name="limit">Bytes that the server takes of one session; null: unknown.</param>
    public static IReadOnlyList<StartChoice> Of(ShellHistory history, long nowBytes, TimeSpan now, long? limit)
    {
        var running = history.Running;
        var what = running is null ? "the prompt" : $"what runs: {running.Command ?? "a program"}";
        List<StartChoice> choices =
        [
            Choice(StartPoint.Now, what, nowBytes, now - (running?.StartedAt ?? now), limit, null),
            Choice(StartPoint.Start, "everything held", history.OutputBytes, now - history.OldestAt, limit, history.HasDropped ? "what came before was dropped" : null),
        ];
        var bytes = history.BytesFrom();
        choices.AddRange(history.Blocks.Reverse().Select(block => Of(block, bytes.GetValueOrDefault(block.Number), now, limit)));
        return choices;
    }

    /// <summary>Why sharing can't begin at a point; null: it can.</summary>
    public static string? WhyNot(ShellHistory history, StartPoint point, long bytes, long? limit) => point switch
    {
        StartPoint.FromBlock(var number) when history.Blocks.FirstOrDefault(block => block.Number == number) is not { } block =>
            history.Blocks is [.., var newest] && newest.Number < number || history.Blocks.Count == 0
                ? $"There is no block {number} yet; sessionshare blocks lists those there are."
                : $"Block {number} was dropped long ago.",
        StartPoint.FromBlock(var number) when history.Blocks.First(block => block.Number == number).Holding == Holding.Nothing => Dropped(number),
        _ => TooLarge(bytes, limit),
    };

    private static StartChoice Of(HeldBlock block, long bytes, TimeSpan now, long? limit)
    {
        var point = new StartPoint.FromBlock(block.Number);
        var note = block.Holding == Holding.Tail ? "its first output was dropped" : null;
        return block.Holding == Holding.Nothing
            ? new StartChoice($"{point}", block.Command ?? "?", 0, Seconds(now - block.StartedAt), "already dropped", null)
            : Choice(point, block.Command ?? "?", bytes, now - block.StartedAt, limit, note);
    }

    private static StartChoice Choice(StartPoint point, string what, long bytes, TimeSpan age, long? limit, string? note) =>
        new($"{point}", what, bytes, Seconds(age), TooLarge(bytes, limit), note);

    private static string Dropped(int number) =>
        $"Block {number} is not held any more: this shell keeps only its newest output (sessionshare shell --keep says how much).";

    private static string? TooLarge(long bytes, long? limit) =>
        bytes > limit ? $"{bytes:N0} bytes are over the session size limit of {limit:N0} bytes." : null;

    private static long Seconds(TimeSpan age) => Math.Max(0, (long)age.TotalSeconds);
}
