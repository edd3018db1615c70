using System.Text;
using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Client;
using SessionShare.Protocol;
using SessionShare.Terminal;
using Screen = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Joining;

/// <summary>A block's output as lines, as a terminal shows it: read from the session's history.</summary>
internal static class BlockOutput
{
    private static readonly ScreenLimits Limits = new() { ScrollbackRows = 20_000, ScrollbackBytes = 64 * 1024 * 1024 };

    /// <summary>Its lines; those that the terminal had to break are one.</summary>
    /// <param name="through">The last frame to look at, where the block still runs.</param>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost just now.</exception>
    public static async Task<IReadOnlyList<PageLine>> Read(WatchedSession session, Block block, long through, CancellationToken cancellationToken)
    {
        var drawing = new Drawing(block.FirstSequence);
        var last = block.LastSequence ?? through;
        var after = block.FirstSequence - 1;
        for (var begins = true; after < last && await session.Frames(after, last, begins, cancellationToken) is { } run; begins = false)
        {
            foreach (var frame in run)
                drawing.Take(frame);
            after = Math.Max(after, run.First + run.Count - 1);
        }

        return drawing.Lines();
    }

    /// <summary>Rows of a screen, from one to before another, as lines.</summary>
    /// <param name="joins">What the terminal broke is one line.</param>
    public static List<PageLine> Lines(Screen screen, int first, int end, bool joins)
    {
        var lines = new List<PageLine>();
        for (var row = first; row < end; row++)
        {
            var look = new StringBuilder();
            RowPaint.Append(look, screen, row, 0, screen.Columns, trim: true);
            var text = screen.Text(row);
            var line = new PageLine(look.Equals(text) ? text : look.ToString(), text);
            if (joins && row > first && screen.IsContinued(row))
                lines[^1] = new PageLine(lines[^1].Look + line.Look, lines[^1].Text + line.Text);
            else
                lines.Add(line);
        }

        return lines;
    }

    /// <summary>Drops empty lines at the end.</summary>
    public static void TrimEnd(List<PageLine> lines)
    {
        while (lines is [.., { Text.Length: 0 }])
            lines.RemoveAt(lines.Count - 1);
    }

    /// <summary>An empty screen of that time's size, on which nothing but the output is drawn.</summary>
    private sealed class Drawing(long begin)
    {
        private readonly KeyframeAssembly _keyframes = new();
        private Screen _screen = new(80, 24, Limits);

        public void Take(Frame frame)
        {
            if (frame.Sequence < begin && _keyframes.TryComplete(frame, out var keyframe))
                _screen = new Screen(keyframe.Size.Columns, keyframe.Size.Rows, Limits);
            else if (frame.Sequence > begin && frame.Kind == FrameKind.Output)
                _screen.Write(frame.Payload.Span);
            else if (frame.Kind == FrameKind.Resize && Protocol.TerminalSize.TryRead(frame.Payload.Span, out var size))
                _screen.Resize(size.Columns, size.Rows);
        }

        public List<PageLine> Lines()
        {
            if (_screen.IsAlternate)
                return BlockOutput.Lines(_screen, 0, _screen.Rows, joins: false);
            var lines = BlockOutput.Lines(_screen, -_screen.ScrollbackRows, _screen.Rows, joins: true);
            TrimEnd(lines);
            return lines;
        }
    }
}
