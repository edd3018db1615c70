namespace SessionShare.Protocol;

/// <summary>Sizes that the wire itself fixes, the same for every server. What an operator may change is in <see cref="SessionLimits"/>.</summary>
public static class WireLimits
{
    /// <summary>Version of this protocol, sent in every first message. A peer with another version is refused by name.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>Payload bytes of one frame.</summary>
    public const int FramePayloadBytes = 64 * 1024;

    /// <summary>Bytes of one keyframe, all its parts together, their headers aside.</summary>
    public const int KeyframeBytes = 2 * 1024 * 1024;

    /// <summary>Output bytes after which a sharer makes the next keyframe.</summary>
    public const int KeyframeEvery = 512 * 1024;

    /// <summary>Output bytes since the newest keyframe above which a session asks for one when a viewer needs it.</summary>
    public const int KeyframeFresh = 256 * 1024;

    /// <summary>Encoded bytes of one append.</summary>
    public const int AppendBytes = 256 * 1024;

    /// <summary>Appends that a sharer may have under way (sent, not answered by <c>appended</c>).</summary>
    public const int AppendsUnderWay = 16;

    /// <summary>Encoded bytes of those appends.</summary>
    public const int AppendBytesUnderWay = 1024 * 1024;

    /// <summary>Bytes of one hub message from a sharer, in either encoding: an append in base64 fits.</summary>
    public const int SharerMessageBytes = 400 * 1024;

    /// <summary>Bytes of one hub message from a viewer.</summary>
    public const int ViewerMessageBytes = 96 * 1024;

    /// <summary>Bytes of one hub message from a client that watches what its person has.</summary>
    public const int MeMessageBytes = 4 * 1024;

    /// <summary>Encoded bytes of one run sent to a viewer, unless a single frame is larger.</summary>
    public const int ViewerRunBytes = 64 * 1024;

    /// <summary>Encoded bytes that may be under way to one viewer: sent and not acknowledged by <c>Seen</c>.</summary>
    public const int ViewerBytesUnderWay = 1024 * 1024;

    /// <summary>Bytes of one <c>Type</c>.</summary>
    public const int TypeBytes = 16 * 1024;

    /// <summary>Characters (UTF-16 units) of a title.</summary>
    public const int TitleLength = 256;

    /// <summary>UTF-16 units of a draft: 64 KiB.</summary>
    public const int DraftUnits = 32 * 1024;

    /// <summary>UTF-16 units that one edit of a draft inserts; as JSON of six bytes each they fit into a message.</summary>
    public const int DraftInsertUnits = 8 * 1024;

    /// <summary>Changes of one edit of a draft.</summary>
    public const int DraftChanges = 256;

    /// <summary>Ranges of blocks that one participant shows as selected.</summary>
    public const int PresenceRanges = 16;

    /// <summary>Bytes of JSON that what one participant shows never exceeds, by the bounds of its members.</summary>
    public const int PresenceBytes = 1024;

    /// <summary>Characters (UTF-16 units) of a name that a guest gives.</summary>
    public const int NameLength = 64;
}
