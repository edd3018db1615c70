using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Protects cookies with a key made of the local issuer's, one for each purpose, instead of with a ring of keys in a folder: gateways that share the key file
/// understand each other's cookies, also where that file is a secret that nobody can write beside. AES-GCM: nonce, tag, content.
/// </summary>
internal sealed class KeyedProtection(byte[] key, RandomNumberGenerator random) : IDataProtector
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) =>
        new KeyedProtection(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, key.Length, info: Encoding.UTF8.GetBytes(purpose)), random);

    /// <inheritdoc/>
    public byte[] Protect(byte[] plaintext)
    {
        var protectedData = new byte[NonceBytes + TagBytes + plaintext.Length];
        var parts = new Parts(protectedData);
        random.GetBytes(parts.Nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(parts.Nonce, plaintext, parts.Content, parts.Tag);
        return protectedData;
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">It was made with another key or for another purpose, or was changed.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceBytes + TagBytes)
            throw new CryptographicException("Too short.");

        var parts = new Parts(protectedData);
        var plaintext = new byte[parts.Content.Length];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(parts.Nonce, parts.Content, parts.Tag, plaintext);
        return plaintext;
    }

    private readonly ref struct Parts(Span<byte> data)
    {
        public readonly Span<byte> Nonce = data[..NonceBytes];
        public readonly Span<byte> Tag = data.Slice(NonceBytes, TagBytes);
        public readonly Span<byte> Content = data[(NonceBytes + TagBytes)..];
    }
}
