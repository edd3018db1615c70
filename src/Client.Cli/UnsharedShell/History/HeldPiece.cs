using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>Something that happened in a shell, as it would become a frame.</summary>
/// <param name="Kind">Output, Resize, BlockStart, BlockEnd, or Skipped for output that is not held any more.</param>
/// <param name="At">Since the shell's start.</param>
/// <param name="Payload">As in a frame; output of any length.</param>
internal sealed record HeldPiece(FrameKind Kind, TimeSpan At, ReadOnlyMemory<byte> Payload);
