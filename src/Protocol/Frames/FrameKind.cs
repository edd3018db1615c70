namespace SessionShare.Protocol;

/// <summary>What a frame's payload is. The numbers are the wire's and the log's.</summary>
public enum FrameKind : byte
{
    /// <summary>Bytes that the session's terminal wrote, as they were.</summary>
    Output = 1,

    /// <summary>The terminal's new size: columns then rows, u16 little-endian each.</summary>
    Resize = 2,

    /// <summary>A command begins: <see cref="BlockStart"/> as UTF-8 JSON.</summary>
    BlockStart = 3,

    /// <summary>A command has ended: <see cref="BlockEnd"/> as UTF-8 JSON.</summary>
    BlockEnd = 4,

    /// <summary>A part of the whole screen as terminal output: <see cref="KeyframePart"/>.</summary>
    Keyframe = 5,

    /// <summary>The sharer gave up this many bytes of output, unsent: u64 little-endian.</summary>
    Skipped = 6,

    /// <summary>The sharer shows nothing from here on. Empty.</summary>
    Paused = 7,

    /// <summary>The sharer shows what happens again; a Resize and a keyframe follow. Empty.</summary>
    Resumed = 8,
}
