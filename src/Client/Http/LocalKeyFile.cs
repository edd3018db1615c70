using System.Security.Cryptography;
using System.Text;

namespace SessionShare.Client;

/// <summary>
/// A local issuer's key file: one line <c>sessionshare-local-issuer 1</c>, one line with 32 bytes in base64. A server names its path, so any
/// path may come: what has not exactly this form is not used for anything, and its content is told to nobody.
/// </summary>
internal static class LocalKeyFile
{
    private const string FirstLine = "sessionshare-local-issuer 1\n";
    private const int KeyBytes = 32;
    private const int KeyCharacters = 44;

    /// <summary>The proof of holding the key: base64 of HMAC-SHA256 over <c>nonce LF host LF email LF team</c> in UTF-8.</summary>
    /// <exception cref="LocalSignInException">The file can't be read, or is not a key file.</exception>
    public static string Prove(string path, string nonce, string host, string email, string? team) => Prove(path, $"{nonce}\n{host}\n{email}\n{team}");

    /// <summary>As <see cref="Prove(string, string, string, string, string)"/>, over another text.</summary>
    public static string Prove(string path, string text)
    {
        var key = Read(path);
        try
        {
            return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            // Only a file of the right length is opened: a named pipe would wait, a device would never end.
            var file = new FileInfo(path);
            if (!file.Exists || file.Length is < KeyCharacters or > 128)
                throw NotOne(path);
            return Key(File.ReadAllText(path, Encoding.ASCII)) ?? throw NotOne(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LocalSignInException($"The server's key file {path} can't be read: only the user who runs the server can sign in this way.", failure);
        }
    }

    private static byte[]? Key(string text)
    {
        if (!text.StartsWith(FirstLine, StringComparison.Ordinal))
            return null;

        var line = text[FirstLine.Length..];
        line = line.EndsWith('\n') ? line[..^1] : line;
        var key = new byte[KeyBytes];
        return line.Length == KeyCharacters && Convert.TryFromBase64String(line, key, out var length) && length == KeyBytes ? key : null;
    }

    private static LocalSignInException NotOne(string path) => new($"{path} is not a key file of a SessionShare server.");
}
