using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The part of a shell's story that a session is told. Block numbers are the session's own: 1, 2, 3...</summary>
/// <param name="feed">Into the session.</param>
/// <param name="startedAt">Since the shell's start: the session's time zero.</param>
/// <param name="blocksBefore">Blocks of the shell that the session is not told of.</param>
internal sealed class SharedPart(SessionFeed feed, TimeSpan startedAt, int blocksBefore)
{
    /// <summary>A block's number in the session; null where the session does not have it.</summary>
    public int? NumberOf(int block) => block > blocksBefore ? block - blocksBefore : null;

    public void Output(ReadOnlySpan<byte> output) => feed.Output(output);

    public void Resize(TerminalSize size) => feed.Resize(size);

    public void Start(int block, BlockStart start)
    {
        if (NumberOf(block) is { } number)
            feed.BlockStart(start with { Block = number });
    }

    public void End(int block, int? exitCode)
    {
        if (NumberOf(block) is { } number)
            feed.BlockEnd(new BlockEnd(number, exitCode));
    }

    /// <summary>Tells what happened before sharing began, with its own times.</summary>
    public void Replay(HeldPiece piece)
    {
        var at = piece.At > startedAt ? piece.At - startedAt : TimeSpan.Zero;
        if (piece.Kind == FrameKind.BlockStart && BlockStart.TryRead(piece.Payload.Span, out var start))
            Replay(NumberOf(start.Block), number => (start with { Block = number }).ToPayload(), FrameKind.BlockStart, at);
        else if (piece.Kind == FrameKind.BlockEnd && BlockEnd.TryRead(piece.Payload.Span, out var end))
            Replay(NumberOf(end.Block), number => (end with { Block = number }).ToPayload(), FrameKind.BlockEnd, at);
        else
            feed.Replay(piece.Kind, piece.Payload.Span, at);
    }

    private void Replay(int? number, Func<int, byte[]> payload, FrameKind kind, TimeSpan at)
    {
        if (number is { } known)
            feed.Replay(kind, payload(known), at);
    }
}
