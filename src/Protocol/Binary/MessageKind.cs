namespace SessionShare.Protocol.Binary;

/// <summary>The first item of every message of the hub protocol.</summary>
internal static class MessageKind
{
    public const int Invocation = 1;
    public const int StreamItem = 2;
    public const int Completion = 3;
    public const int StreamInvocation = 4;
    public const int CancelInvocation = 5;
    public const int Ping = 6;
    public const int Close = 7;

    /// <summary>What a completion has: its kinds of result.</summary>
    public const int Error = 1;
    public const int NoResult = 2;
    public const int Result = 3;
}
