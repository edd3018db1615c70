using System.Text.Json;
using SessionShare.Protocol;

namespace SessionShare.Storage;

/// <summary>Blocks as rows: JSON under the log's key, for a command line may hold a secret.</summary>
internal static class BlockRows
{
    private const string Put = "INSERT OR REPLACE INTO block (log, number, sealed) VALUES (?1, ?2, ?3)";

    public static Block Open(LogCipher cipher, ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<Block>(cipher.Open(bytes), JsonSerializerOptions.Web)!;

    /// <summary>Adds a block, or replaces it by its number.</summary>
    public static void Write(DatabaseConnection database, long log, LogCipher cipher, Block block)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(block, JsonSerializerOptions.Web);
        var bytes = new byte[json.Length + LogCipher.Overhead];
        cipher.Seal(json, bytes);
        using var put = database.Use(Put);
        put.Bind(1, log).Bind(2, block.Number).BindBlob(3, bytes).Change();
    }
}
