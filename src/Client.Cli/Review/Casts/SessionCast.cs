using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review.Casts;

/// <summary>A session's history as a recording. It begins at the session's first frame, or, where that has left the log, at the oldest keyframe there.</summary>
internal static class SessionCast
{
    /// <summary>What empties a screen before a keyframe in the middle of a recording.</summary>
    private const string Emptied = "\u001bc";

    public static async Task<Cast> Of(SessionHistory history)
    {
        var frames = history.Frames(null).GetAsyncEnumerator();
        var (before, size) = await Beginning(frames);
        var header = new CastHeader(size ?? history.Present.Size, history.Present.StartedAt, history.Present.Title);
        return new Cast(header, Events(before, frames, rolled: history.Present.Oldest > 1));
    }

    /// <summary>Reads up to the first output, which needs a size.</summary>
    private static async Task<(List<Frame> Frames, TerminalSize? Size)> Beginning(IAsyncEnumerator<Frame> frames)
    {
        var (read, size) = (new List<Frame>(), (TerminalSize?)null);
        while (size is null && await frames.MoveNextAsync())
        {
            read.Add(frames.Current);
            size = FrameSize.Of(frames.Current);
            if (frames.Current.Kind == FrameKind.Output)
                break;
        }
        return (read, size);
    }

    private static async IAsyncEnumerable<CastEvent> Events(List<Frame> before, IAsyncEnumerator<Frame> frames, bool rolled)
    {
        await using var reading = frames;
        var text = new FrameText(needsKeyframe: rolled);
        foreach (var frame in before)
        {
            if (text.Take(frame) is { } first)
                yield return first;
        }
        while (await reading.MoveNextAsync())
        {
            if (text.Take(reading.Current) is { } next)
                yield return next;
        }
    }

    /// <summary>Frames as events.</summary>
    /// <param name="needsKeyframe">What comes before the first keyframe can't be drawn.</param>
    private sealed class FrameText(bool needsKeyframe)
    {
        private readonly KeyframeAssembly _keyframes = new();
        private Decoder _decoder = Encoding.UTF8.GetDecoder();
        private bool _needsKeyframe = needsKeyframe;

        public CastEvent? Take(Frame frame)
        {
            var at = TimeSpan.FromMicroseconds(frame.At);
            if (_keyframes.TryComplete(frame, out var keyframe))
                return _needsKeyframe ? Drawn(at, keyframe) : null;
            switch (frame.Kind)
            {
                case FrameKind.Output when !_needsKeyframe:
                    return Decoded(frame.Payload.Span) is { Length: > 0 } text ? new CastEvent.Output(at, text) : null;
                case FrameKind.Resize when TerminalSize.TryRead(frame.Payload.Span, out var size):
                    return new CastEvent.Resize(at, size);
                case FrameKind.BlockStart when BlockStart.TryRead(frame.Payload.Span, out var start):
                    return new CastEvent.Marker(at, start.Command ?? $"block {start.Block}");
                case FrameKind.Skipped:
                    _needsKeyframe = true;
                    return null;
                default:
                    return null;
            }
        }

        private CastEvent.Output Drawn(TimeSpan at, Keyframe keyframe)
        {
            (_needsKeyframe, _decoder) = (false, Encoding.UTF8.GetDecoder());
            return new CastEvent.Output(at, Emptied + Decoded(keyframe.Bytes.Span));
        }

        private string Decoded(ReadOnlySpan<byte> bytes)
        {
            var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
            return new string(characters, 0, _decoder.GetChars(bytes, characters, flush: false));
        }
    }
}
