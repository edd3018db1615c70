using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>Blocks as rows.</summary>
internal static class BlockRows
{
    private const string Put = "INSERT OR REPLACE INTO block (log, number, sealed) VALUES (?1, ?2, ?3)";

    /// <summary>Adds a block, or replaces it by its number.</summary>
    public static void Write(DatabaseConnection database, long log, LogCipher cipher, BlockRow block)
    {
        using var put = database.Use(Put);
        put.Bind(1, log).Bind(2, block.Number).BindBlob(3, SealedBlocks.Seal(cipher, block)).Change();
    }
}
