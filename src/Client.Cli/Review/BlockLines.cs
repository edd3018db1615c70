using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Review;

/// <summary>A session's output as text, frame by frame: each line with the block in whose output it stands, 0 between blocks, where prompts are.</summary>
/// <param name="size">The terminal's, where no frame says it.</param>
/// <param name="take">Gets each line.</param>
internal sealed class BlockLines(TerminalSize size, Action<int, string> take)
{
    private TerminalSize _size = size;
    private PlainText? _text;
    private int _block;

    /// <summary>Takes the next frame.</summary>
    public void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Output:
                _text ??= new PlainText(_size.Columns, _size.Rows, Of(_block));
                _text.Write(frame.Payload.Span);
                break;
            case FrameKind.Resize or FrameKind.Keyframe when FrameSize.Of(frame) is { } size && (_text is null || frame.Kind == FrameKind.Resize):
                Resize(size);
                break;
            case FrameKind.BlockStart when BlockStart.TryRead(frame.Payload.Span, out var start):
                Turn(start.Block);
                break;
            case FrameKind.BlockEnd:
                Turn(0);
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => Turn(0);

    private Action<string> Of(int block) => line => take(block, line);

    private void Resize(TerminalSize size)
    {
        _size = size;
        _text?.Resize(size.Columns, size.Rows);
    }

    /// <summary>What comes next belongs to another block, or to none.</summary>
    private void Turn(int block)
    {
        _text?.End();
        (_text, _block) = (null, block);
    }
}
