using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>An editor's key to its echo, at the editor and at a second viewer: server, sharer's program, PTY, `cat`, and all the way back.</summary>
internal static class Echo
{
    public static Task Measure(Arguments arguments, Report report) => Tools.Each(arguments, report, What.EchoAtEditor, async tool =>
    {
        await using var sharing = await tool.Share(Scripts.Echo(tool.Folder));
        using var editor = await sharing.Join(new Joining());
        using var viewer = await sharing.Join(new Joining());
        await Type(editor, viewer, arguments.Quick ? 100 : 500);
        var meter = Meter.Start(tool, sharing);
        var (atEditor, atViewer) = await Type(editor, viewer, arguments.Keys);
        report.Add(new Row(What.EchoAtEditor, tool.Name, "ms") { Figures = Summary.Of(atEditor), Cost = meter.Stop() });
        report.Add(new Row("key to its echo at a second viewer", tool.Name, "ms") { Figures = Summary.Of(atViewer) });
    });

    /// <summary>Key after key, 2 ms behind the echo of the one before. Milliseconds.</summary>
    public static async Task<(List<double> AtEditor, List<double> AtViewer)> Type(IView editor, IView viewer, int keys)
    {
        var (atEditor, atViewer) = (new List<double>(), new List<double>());
        for (var key = 0; key < keys; key++)
        {
            var letter = (byte)('a' + (key % 26));
            var (there, beside) = (Arrival(editor, letter), Arrival(viewer, letter));
            var begun = Stopwatch.GetTimestamp();
            await editor.Type(new[] { letter });
            atEditor.Add(Stopwatch.GetElapsedTime(begun, await there.WaitAsync(TimeSpan.FromSeconds(20))).TotalMilliseconds);
            atViewer.Add(Stopwatch.GetElapsedTime(begun, await beside.WaitAsync(TimeSpan.FromSeconds(20))).TotalMilliseconds);
            await Task.Delay(2);
        }

        return (atEditor, atViewer);
    }

    private static async Task<long> Arrival(IView view, byte letter)
    {
        while (true)
        {
            if (await view.Next() is { IsScreen: false } output && output.Bytes.Span.Contains(letter))
                return Stopwatch.GetTimestamp();
        }
    }
}
