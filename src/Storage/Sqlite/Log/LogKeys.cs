using System.Security.Cryptography;

namespace SessionShare.Storage;

/// <summary>
/// Logs' keys. Their table only ever grows at its end, and a key is destroyed by writing zeros of the same length over it: so SQLite never moves
/// one and never leaves a copy. A row stays for the next log that gets its id.
/// </summary>
internal static class LogKeys
{
    private const string Put = "INSERT INTO log_key (id, key) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET key = excluded.key";

    private const string Overwrite = "UPDATE log_key SET key = zeroblob(32) WHERE id = ?1";

    public static void Make(DatabaseConnection database, long log)
    {
        Span<byte> key = stackalloc byte[LogCipher.KeyBytes];
        RandomNumberGenerator.Fill(key);
        using var put = database.Use(Put);
        put.Bind(1, log).BindBlob(2, key).Change();
        CryptographicOperations.ZeroMemory(key);
    }

    public static void Destroy(DatabaseConnection database, long log)
    {
        using var overwrite = database.Use(Overwrite);
        overwrite.Bind(1, log).Change();
    }
}
