namespace SessionShare.Bench;

/// <summary>What compression would do for the bytes between server and viewer: on the socket, message by message, and of history pages and keyframes.</summary>
internal static class Compression
{
    private const int Page = 64 * 1024;
    private const int KeyframeEvery = 512 * 1024;

    private static readonly int[] Levels = [1, 3, 6, 9];
    private static readonly int[] Qualities = [1, 4, 5, 9];

    /// <summary>MB/s.</summary>
    private static readonly (string Name, double Speed)[] Ways = [("on loopback (2 GB/s)", 2000), ("in a LAN (1 Gbit/s)", 125), ("far away (10 Mbit/s)", 1.25)];

    public static async Task Measure(Arguments arguments, Report report)
    {
        var text = await ColouredText.Of((arguments.Quick && !arguments.Has("--mb") ? 1 : arguments.Megabytes) * 1_000_000);
        report.Say("what is compressed", $"{text.Length / 1e6:0.0} MB of this machine's own coloured output: `git log -p` of this checkout and `ls -lR` of /usr");

        // What comes at 80 KB/s is a line, or what a program writes at once, in a message.
        var little = text.AsMemory(0, Math.Min(text.Length, 2_000_000));
        await Messages(report, "lines, a message each", ColouredText.Lines(little));
        await Messages(report, "messages of 1 KiB", ColouredText.Pieces(little, 1024));
        await Messages(report, "messages of 64 KiB", ColouredText.Pieces(text, Page));
        report.Say("memory of a deflater and an inflater, each connection", Squeeze.Memory());
        Whole(report, "history pages of 64 KiB", ColouredText.Pieces(text, Page));
        Whole(report, "keyframes of 80x24", ColouredText.Keyframes(text, KeyframeEvery));
    }

    private static async Task Messages(Report report, string name, List<ReadOnlyMemory<byte>> messages)
    {
        var all = Levels.Select(level => Squeeze.Messages($"{name}: deflate level {level}, its window kept between messages", messages, level, keepsWindow: true))
            .Append(Squeeze.Messages($"{name}: deflate level 6, each message alone", messages, 6, keepsWindow: false)).ToList();
        all.ForEach(one => report.Add(one.Row));
        report.Add(await Squeeze.Sockets($"{name}: permessage-deflate of .NET's WebSocket", messages));
        Conclude(report, name, all);
    }

    private static void Whole(Report report, string name, List<ReadOnlyMemory<byte>> pieces)
    {
        var all = Levels.Select(level => Squeeze.Whole($"{name}: zlib level {level}", pieces, bytes => Squeeze.ZLib(bytes, level), Squeeze.UnZLib))
            .Concat(Qualities.Select(quality => Squeeze.Whole($"{name}: Brotli quality {quality}", pieces, bytes => Squeeze.Brotli(bytes, quality), Squeeze.UnBrotli))).ToList();
        all.ForEach(one => report.Add(one.Row));
        Conclude(report, name, all);
    }

    /// <summary>What is quickest from end to end, on ways of some speeds.</summary>
    private static void Conclude(Report report, string name, List<Squeezed> all)
    {
        foreach (var (way, speed) in Ways)
        {
            var (plain, best) = (1000 / speed, all.MinBy(one => one.Through(speed))!);
            report.Say($"{name}, {way}: quickest", best.Through(speed) < plain
                ? $"{best.What.Split(": ")[^1]}: {best.Through(speed):0.0} ms a MB in place of {plain:0.0}"
                : $"none: {plain:0.0} ms a MB as they are, {best.Through(speed):0.0} with {best.What.Split(": ")[^1]}");
        }
    }
}
