namespace SessionShare.Protocol;

/// <summary>Frames from the sharer, in order, at most <see cref="WireLimits.AppendBytes"/> encoded.</summary>
/// <param name="Epoch">From <see cref="Shared"/>.</param>
/// <param name="Attachment">From <see cref="Shared"/>.</param>
/// <param name="Run">The frames.</param>
public sealed record AppendRequest(long Epoch, long Attachment, FrameRun Run);

/// <summary>Opens the way down to the sharer.</summary>
/// <param name="After">The number of the newest <see cref="Typed"/> that was written to the terminal; 0 for none.</param>
public sealed record ControlRequest(long After);

/// <summary>Ends the session.</summary>
/// <param name="Last">Sequence of the last frame; the end waits until it is durable.</param>
/// <param name="Reason"><see cref="Reason.SharerExited"/> or <see cref="Reason.SharerStopped"/>.</param>
/// <param name="ExitCode">The command's exit code, told to viewers; null when there is none.</param>
public sealed record EndRequest(long Last, Reason Reason, int? ExitCode);

/// <summary>Answer to <see cref="EndRequest"/>: the end is durable, unless <paramref name="Refused"/> says why not.</summary>
public sealed record EndReply(Refusal? Refused);
