using System.Text.Json;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A block as stores keep it: JSON under the log's key, for a command line may hold a secret.</summary>
internal static class SealedBlocks
{
    public static byte[] Seal(LogCipher cipher, BlockRow block) => cipher.Seal(JsonSerializer.SerializeToUtf8Bytes(block, JsonSerializerOptions.Web));

    public static BlockRow Open(LogCipher cipher, ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<BlockRow>(cipher.Open(bytes), JsonSerializerOptions.Web)!;
}
