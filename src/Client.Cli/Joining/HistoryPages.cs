using SessionShare.Cli.Panels;
using SessionShare.Client;
using SessionShare.Protocol;
using SessionShare.Terminal;
using Screen = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Joining;

/// <summary>
/// What has scrolled out of a session's screen, further back than this terminal has it, page by page from the newest: drawn anew from the history. A page is what lies between two keyframes, so
/// that what scrolled out of one goes on where the next begins.
/// </summary>
/// <param name="frames">Reads the history, as <see cref="WatchedSession.Frames"/> does.</param>
/// <param name="through">The last frame that is shown.</param>
/// <param name="shown">Rows that had scrolled out by then and are there already.</param>
internal sealed class HistoryPages(Func<long, long, bool, CancellationToken, Task<FrameRun?>> frames, long through, int shown, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>What is shown already may not be readable yet.</summary>
    private const int MostLooks = 25;

    private long _through = through;
    private int _shown = shown;
    private bool _isAtStart;

    /// <summary>The next older rows; empty: there are none.</summary>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost just now.</exception>
    public async Task<IReadOnlyList<PageLine>> Older(CancellationToken cancellationToken)
    {
        while (!_isAtStart)
        {
            var rows = await Next(cancellationToken);
            var known = Math.Min(_shown, rows.Count);
            _shown -= known;
            if (rows.Count > known)
                return rows[..^known];
        }

        return [];
    }

    private async Task<List<PageLine>> Next(CancellationToken cancellationToken)
    {
        var reel = new Reel();
        var run = await frames(_through, _through, true, cancellationToken);
        var isWhole = run is null;
        run ??= await frames(0, _through, false, cancellationToken);
        var first = run?.First ?? 1;
        while (run is { } read)
        {
            foreach (var frame in read)
                reel.Take(frame);
            run = read.Last < _through ? await Behind(read.Last, cancellationToken) : null;
        }

        (_through, _isAtStart) = (first - 1, isWhole || first <= 1);
        return reel.Rows();
    }

    private async Task<FrameRun> Behind(long after, CancellationToken cancellationToken)
    {
        for (var look = 1; look <= MostLooks; look++)
        {
            if (await frames(after, _through, false, cancellationToken) is { } run)
                return run;
            await Task.Delay(LookAgain, time, cancellationToken);
        }

        throw new ConnectionLostException("The newest output can't be read back yet.");
    }

    /// <summary>A screen that begins at a keyframe, or empty, and all that scrolls out of it.</summary>
    private sealed class Reel
    {
        /// <summary>Rows that scroll out by so many bytes stay within the limits.</summary>
        private const int PieceBytes = 4096;

        private static readonly ScreenLimits Limits = new() { ScrollbackRows = PieceBytes + 1000, ScrollbackBytes = 64 * 1024 * 1024 };

        private readonly KeyframeAssembly _keyframes = new();
        private readonly List<PageLine> _rows = [];
        private Screen _screen = new(80, 24, Limits);
        private bool _hasBegun;
        private long _taken;

        public void Take(Frame frame)
        {
            if (!_hasBegun && _keyframes.TryComplete(frame, out var keyframe))
                Begin(keyframe);
            else if (frame.Kind == FrameKind.Output)
                Write(frame.Payload.Span);
            else if (frame.Kind == FrameKind.Resize && Protocol.TerminalSize.TryRead(frame.Payload.Span, out var size))
                Resize(size);
        }

        public List<PageLine> Rows()
        {
            // Behind a full-screen program they can't be looked at.
            if (_screen.IsAlternate)
                _screen.Write("\x18\e[?1049l"u8);
            TakeRows();
            return _rows;
        }

        private void Begin(Keyframe keyframe)
        {
            _hasBegun = true;
            _screen = new Screen(keyframe.Size.Columns, keyframe.Size.Rows, Limits);
            _screen.Write(keyframe.Bytes.Span);
            _taken = _screen.ScrolledRows;
        }

        private void Write(ReadOnlySpan<byte> output)
        {
            _hasBegun = true;
            for (; output.Length > PieceBytes; output = output[PieceBytes..])
                WritePiece(output[..PieceBytes]);
            WritePiece(output);
        }

        private void WritePiece(ReadOnlySpan<byte> output)
        {
            _screen.Write(output);
            TakeRows();
        }

        /// <summary>Rows flow anew: those that had scrolled out last, too.</summary>
        private void Resize(Protocol.TerminalSize size)
        {
            TakeRows();
            var flow = Math.Min(_screen.ScrollbackRows, _rows.Count);
            _screen.Resize(size.Columns, size.Rows);
            if (_screen.IsAlternate)
                return;
            _rows.RemoveRange(_rows.Count - flow, flow);
            _taken = _screen.ScrolledRows - _screen.ScrollbackRows;
            TakeRows();
        }

        private void TakeRows()
        {
            if (_screen.IsAlternate)
                return;
            var rows = (int)Math.Min(_screen.ScrolledRows - _taken, _screen.ScrollbackRows);
            _taken = _screen.ScrolledRows;
            if (rows > 0)
                _rows.AddRange(BlockOutput.Lines(_screen, -rows, 0, joins: false));
        }
    }
}
