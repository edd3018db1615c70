using System.Diagnostics;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary>An editor's key to its echo at a second viewer: hub, grain, sharer's client, PTY, and all the way back.</summary>
internal static class Echo
{
    public static async Task<string> Measure(Server server, Arguments arguments)
    {
        await using var shared = await SharedCommand.Start(server, "--allow", "editor@example.com:edit", "--link", "view", "--", "cat");
        await using var editor = await shared.Join(server, "editor@example.com");
        await using var viewer = await shared.Join(server, "viewer@example.com");
        using var stop = new CancellationTokenSource();
        var outputs = Outputs(viewer, stop.Token).GetAsyncEnumerator(stop.Token);
        _ = Drain(editor, stop.Token);

        var figures = new List<double>();
        for (var key = -50; key < arguments.Keys; key++)
        {
            var begun = Stopwatch.GetTimestamp();
            if (await editor.Type("x"u8.ToArray()) is { } refusal)
                throw new InvalidOperationException(refusal.Text);
            await outputs.MoveNextAsync();
            if (key >= 0)
                figures.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(2);
        }

        await stop.CancelAsync();
        return Figures.Row("key to its echo at another viewer", figures, "ms");
    }

    private static async IAsyncEnumerable<long> Outputs(WatchedSession viewer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in viewer.Watch(cancellationToken))
        {
            if (item is WatchedEvent.Frames frames && HasOutput(frames))
                yield return frames.Run.Last;
        }
    }

    private static bool HasOutput(WatchedEvent.Frames frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Kind == FrameKind.Output)
                return true;
        }

        return false;
    }

    private static async Task Drain(WatchedSession viewer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in viewer.Watch(cancellationToken))
                GC.KeepAlive(item);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
