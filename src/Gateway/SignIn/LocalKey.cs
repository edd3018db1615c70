using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SessionShare.Protocol;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// The secret of this server's local issuer. Who can read its file is the operating-system user that runs the server, and may sign in as anyone.
/// Its form is in docs/protocol.md, section 8.
/// </summary>
internal sealed class LocalKey
{
    private const string FirstLine = "sessionshare-local-issuer 1";
    private const int Bytes = 32;

    private readonly byte[] _key;

    private LocalKey(string file, byte[] key)
    {
        (File, _key) = (file, key);
        Signing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Bytes, info: "sessionshare token signing 1"u8.ToArray());
        Id = Convert.ToHexStringLower(SHA256.HashData(Signing).AsSpan(0, 6));
    }

    /// <summary>Where it is kept.</summary>
    public string File { get; }

    /// <summary>Names the key without telling it: 12 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The key that signs tokens, derived: a proof never tells anything of it.</summary>
    public byte[] Signing { get; }

    /// <summary>The key that protects cookies, derived too: so a cookie of one gateway counts at another with the same key file.</summary>
    public byte[] Cookies => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Bytes, info: "sessionshare cookies 1"u8.ToArray());

    /// <summary>Reads the key file in a folder, or writes a new one.</summary>
    /// <exception cref="StartException">There is one that can't be used.</exception>
    public static LocalKey In(string folder, RandomNumberGenerator random)
    {
        var file = Path.Combine(folder, "key");
        try
        {
            PrivateFiles.CreateFolder(folder);
            if (!System.IO.File.Exists(file))
                PrivateFiles.Write(file, $"{FirstLine}\n{Convert.ToBase64String(RandomKey(random))}\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key file {file} can't be made: {fault.Message}");
        }

        return Read(file);
    }

    /// <summary>Reads a key file that is there.</summary>
    /// <exception cref="StartException">It can't be used.</exception>
    public static LocalKey Read(string file)
    {
        try
        {
            if (PrivateFiles.IsOpenToOthers(file))
                throw new StartException($"Others may read the key file {file}. Delete it for a new one (every sign-in ends), or chmod 600 it.");

            var lines = System.IO.File.ReadAllLines(file);
            return lines is [FirstLine, var key] && TryRead(key) is { } bytes
                ? new LocalKey(file, bytes)
                : throw new StartException($"{file} is not a key file: '{FirstLine}' and a line of base64 are expected. Delete it for a new one.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key file {file} can't be used: {fault.Message}");
        }
    }

    /// <summary>The proof of knowing the key: over the nonce, the host that is asked, and who to sign in as.</summary>
    public byte[] Proof(string nonce, string host, string email, string? team) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{nonce}\n{host}\n{email}\n{team}"));

    /// <summary>The proof of knowing the key, to invite somebody: another text than a sign-in's, whatever is in it.</summary>
    public byte[] InvitationProof(string nonce, string host, InvitationRequest asked) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"invite\n{nonce}\n{host}\n{asked.Email}\n{asked.Team}\n{asked.Days}")));

    private static byte[] RandomKey(RandomNumberGenerator random)
    {
        var key = new byte[Bytes];
        random.GetBytes(key);
        return key;
    }

    private static byte[]? TryRead(string base64)
    {
        var key = new byte[Bytes + 3];
        return Convert.TryFromBase64String(base64, key, out var length) && length == Bytes ? key[..Bytes] : null;
    }
}
