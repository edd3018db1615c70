using System.Security.Cryptography;

namespace SessionShare.Storage;

/// <summary>
/// What people typed and saw is kept under a key of its log's own, because deleting rows or blobs is not enough: SQLite leaves copies in unused parts of
/// pages, PostgreSQL in dead rows and its write-ahead log, Azure in soft-deleted blobs. Once the key is gone, those say nothing.
/// <code>
/// 0      12          length - 16
/// nonce  ciphertext  tag            AES-256-GCM
/// </code>
/// </summary>
internal sealed class LogCipher(ReadOnlySpan<byte> key) : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>How much longer the sealed form is.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    private readonly AesGcm _aes = new(key, TagBytes);

    /// <summary>Seals bytes into a buffer that is longer by <see cref="Overhead"/>. They may stand in it already, from <see cref="PlainIn"/> on.</summary>
    public void Seal(ReadOnlySpan<byte> plain, Span<byte> into)
    {
        RandomNumberGenerator.Fill(into[..NonceBytes]);
        _aes.Encrypt(into[..NonceBytes], plain, into[NonceBytes..^TagBytes], into[^TagBytes..]);
    }

    /// <summary>Seals bytes into an array of their own.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[plain.Length + Overhead];
        Seal(plain, bytes);
        return bytes;
    }

    /// <summary>The part of a buffer where the bytes to seal may be gathered.</summary>
    public static Span<byte> PlainIn(Span<byte> into) => into[NonceBytes..^TagBytes];

    /// <summary>Opens what <see cref="Seal(ReadOnlySpan{byte}, Span{byte})"/> has made.</summary>
    /// <exception cref="AuthenticationTagMismatchException">The bytes or the key are damaged.</exception>
    public byte[] Open(ReadOnlySpan<byte> bytes)
    {
        var plain = new byte[bytes.Length - Overhead];
        _aes.Decrypt(bytes[..NonceBytes], bytes[NonceBytes..^TagBytes], bytes[^TagBytes..], plain);
        return plain;
    }

    public void Dispose() => _aes.Dispose();
}
