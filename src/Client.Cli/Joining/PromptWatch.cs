using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Whether the sharer's shell stands at its prompt, as a viewer can know: no block is open. A program that tells no commands is one block all the time.</summary>
internal sealed class PromptWatch
{
    private bool _runs;

    public bool IsAtPrompt => !_runs;

    /// <summary>The newest block that is known, where it is.</summary>
    public int NewestBlock { get; private set; }

    /// <summary>What the session had before the first frame.</summary>
    public void Begin(Block? newest)
    {
        if (newest is null || newest.Number < NewestBlock)
            return;
        (NewestBlock, _runs) = (newest.Number, newest.LastSequence is null);
    }

    public void Take(Frame frame)
    {
        if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start))
            (NewestBlock, _runs) = (start.Block, true);
        else if (frame.Kind == FrameKind.BlockEnd && BlockEnd.TryRead(frame.Payload.Span, out var end) && end.Block == NewestBlock)
            _runs = false;
    }
}
