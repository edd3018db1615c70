using System.Security.Cryptography;
using System.Text;
using SessionShare.Cli.Homes;

namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>Where the process around a shell listens, and the key that only what runs in the shell has.</summary>
/// <param name="Path">Of a Unix socket with mode 0600 in a folder with mode 0700.</param>
internal sealed record ShellAddress(string Key, string Path)
{
    /// <summary>Tells what runs in a shell how to reach the process around it.</summary>
    public const string Variable = "SESSIONSHARE_SHELL";

    /// <summary>Bytes that the address of a Unix socket has room for, on macOS; Linux has 4 more.</summary>
    private const int LongestPath = 103;

    /// <summary>A new address in the home's folder `shells`; in a private folder of the system's for temporary files, where that path is too long for a socket.</summary>
    public static ShellAddress New(Home home)
    {
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var name = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var folder = System.IO.Path.Combine(home.Folder, "shells");
        if (Encoding.UTF8.GetByteCount(System.IO.Path.Combine(folder, name)) > LongestPath)
            return new(key, System.IO.Path.Combine(Directory.CreateTempSubdirectory("sessionshare-").FullName, name));
        PrivateFile.CreateFolder(folder);
        return new(key, System.IO.Path.Combine(folder, name));
    }

    /// <summary>The one in the environment; null where there is none.</summary>
    public static ShellAddress? Of(string? variable) =>
        variable?.Split(':', 2) is [{ Length: > 0 } key, { Length: > 0 } path] ? new(key, path) : null;

    public override string ToString() => $"{Key}:{Path}";

    /// <summary>Whether somebody has the key; takes as long whatever they have.</summary>
    public bool IsKey(string key) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(key));

    /// <summary>Nobody listens here any more.</summary>
    public void Remove()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
            return;
        File.Delete(Path);
        if (System.IO.Path.GetFileName(folder).StartsWith("sessionshare-", StringComparison.Ordinal))
            Directory.Delete(folder);
    }
}
