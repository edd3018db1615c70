namespace SessionShare.Client;

/// <summary>How a connection's messages are encoded: docs/protocol.md, section 1. They say the same.</summary>
public enum WireEncoding
{
    /// <summary>SignalR's MessagePack hub protocol: terminal bytes as they are.</summary>
    MessagePack,

    /// <summary>SignalR's JSON hub protocol: terminal bytes in base64, a third longer; text that a person can read on its way.</summary>
    Json,
}
