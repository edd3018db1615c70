using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>Each block's output as text, block after block: one is held at a time.</summary>
internal static class BlockOutputs
{
    public static async IAsyncEnumerable<(int Block, string Text)> Of(SessionHistory history)
    {
        var found = new List<string>();
        var lines = new BlockLines(history.Present.Size, (block, line) =>
        {
            if (block > 0)
                found.Add(line);
        });
        var open = 0;
        await foreach (var frame in history.Frames(null))
        {
            lines.Take(frame);
            if (open > 0 && frame.Kind is FrameKind.BlockStart or FrameKind.BlockEnd)
            {
                yield return (open, string.Join('\n', found));
                found.Clear();
                open = 0;
            }
            if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start))
                open = start.Block;
        }
        lines.End();
        if (open > 0)
            yield return (open, string.Join('\n', found));
    }
}
