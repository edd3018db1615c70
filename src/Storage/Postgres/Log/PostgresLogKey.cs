namespace SessionShare.Storage;

/// <summary>What a writer of a log needs to know of it.</summary>
/// <param name="Log">The log's row.</param>
/// <param name="Generation">The generation that it was read under.</param>
/// <param name="Key">The key of its frames and blocks.</param>
internal sealed record PostgresLogKey(long Log, long Generation, byte[] Key);
