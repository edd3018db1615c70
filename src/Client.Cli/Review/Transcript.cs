using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Review;

/// <summary>A session's whole output as text, prompts and what was typed at them included.</summary>
/// <param name="size">The terminal's, where no frame says it.</param>
/// <param name="take">Gets each line.</param>
internal sealed class Transcript(TerminalSize size, Action<string> take)
{
    private PlainText? _text;
    private TerminalSize _size = size;

    /// <summary>Takes the next frame.</summary>
    public void Take(Frame frame)
    {
        if (frame.Kind == FrameKind.Output)
            (_text ??= new PlainText(_size.Columns, _size.Rows, take)).Write(frame.Payload.Span);
        else if (FrameSize.Of(frame) is { } size && (_text is null || frame.Kind == FrameKind.Resize))
            Resize(size);
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => _text?.End();

    private void Resize(TerminalSize size)
    {
        _size = size;
        _text?.Resize(size.Columns, size.Rows);
    }
}
