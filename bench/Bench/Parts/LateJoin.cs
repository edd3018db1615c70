using System.Diagnostics;
using SessionShare.Terminal;

namespace SessionShare.Bench;

/// <summary>
/// Who comes late while a full-screen program is shown, behind much history: from the first byte of the connection until the screen is what the sharer's is. Both screens are
/// src/Terminal's, compared in all that a keyframe has: text, colours, cursor, buffers, modes.
/// </summary>
internal static class LateJoin
{
    /// <summary>Joins without a right screen from the first on, after which no further ones are tried.</summary>
    private const int GivenUpAfter = 1;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task Measure(Arguments arguments, Report report)
    {
        foreach (var megabytes in arguments.History)
            await Tools.Each(arguments, report, What.LateJoin(megabytes), tool => Of(tool, arguments, report, megabytes));
    }

    private static async Task Of(ITool tool, Arguments arguments, Report report, int megabytes)
    {
        var text = Bulk.TextFile(tool.Folder, 1);
        if (Program(text) is not { } program)
        {
            report.Add(new Row(What.LateJoin(megabytes), tool.Name, "ms") { Note = "neither vim nor less is installed here" });
            return;
        }

        var gate = new Gate(tool.Folder);
        var script = Scripts.FullScreen(tool.Folder, gate, Bulk.TextFile(tool.Folder, megabytes), program);
        await using var sharing = await tool.Share(script);
        using var first = await sharing.Join(new Joining(WholeStory: true));
        gate.Open();
        var expected = await Shown(first);
        var (figures, texts) = (new List<double>(), new List<double>());
        var (all, joins) = (arguments.Quick ? 5 : 20, 0);
        while (joins < all && (joins < GivenUpAfter || figures.Count > 0))
        {
            joins++;
            var (screen, right) = await Join(sharing, expected);
            if (screen is { } time)
                figures.Add(time);
            if (right is { } readable)
                texts.Add(readable);
        }

        report.Add(new Row(What.LateJoin(megabytes), tool.Name, "ms")
        {
            Figures = figures.Count > 0 ? Summary.Of(figures) : null,
            Note = $"{figures.Count} of {joins} joins had the same screen within {Patience.TotalSeconds} s{(figures.Count < joins ? $", {texts.Count} the same text" : "")}; {program.Split(' ')[0]}",
            Own = tool.Name == Tools.Own ? ("the screen is right at every join", figures.Count == joins) : null,
        });
    }

    /// <summary>Until the whole screen is the same, and until its text is; null: not in time.</summary>
    private static async Task<(double? Screen, double? Text)> Join(ISharing sharing, Screen expected)
    {
        var (picture, text) = (KeyframeWriter.Write(expected), TextOf(expected));
        var begun = Stopwatch.GetTimestamp();
        double? readable = null;
        using var view = await sharing.Join(new Joining());
        var screen = new Screen(expected.Columns, expected.Rows);
        while (Patience - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            var next = view.Next().AsTask();
            if (await Task.WhenAny(next, Task.Delay(left)) != next)
                break;
            var output = await next;
            screen = output.IsScreen ? new Screen(expected.Columns, expected.Rows) : screen;
            screen.Write(output.Bytes.Span);
            if (TextOf(screen) == text)
                readable ??= Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            if (readable is not null && KeyframeWriter.Write(screen).AsSpan().SequenceEqual(picture))
                return (Stopwatch.GetElapsedTime(begun).TotalMilliseconds, readable);
        }

        return (null, readable);
    }

    /// <summary>The screen, once it is quiet.</summary>
    private static async Task<Screen> Shown(IView view)
    {
        var screen = new Screen(80, 24);
        for (var next = view.Next().AsTask(); ; next = view.Next().AsTask())
        {
            while (await Task.WhenAny(next, Task.Delay(Quiet)) != next)
            {
                if (screen.IsAlternate)
                    return screen;
            }

            var output = await next;
            if (!output.IsScreen)
                screen.Write(output.Bytes.Span);
        }
    }

    private static string TextOf(Screen screen) => string.Join('\n', Enumerable.Range(0, screen.Rows).Select(screen.Text));

    private static string? Program(string file) =>
        File.Exists("/usr/bin/vim") ? $"vim -u NONE -i NONE -n -c 'set ruler' {file}"
        : File.Exists("/usr/bin/less") ? $"less {file}"
        : null;
}
