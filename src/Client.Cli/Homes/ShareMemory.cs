using System.Security.Cryptography;
using System.Text.Json;
using SessionShare.Protocol;

namespace SessionShare.Cli.Homes;

/// <summary>
/// The shares that a home remembers, so that they can be gone on with should their process die: a small file each, which its process holds a lock on while it
/// lives, and deletes when sharing ends.
/// </summary>
/// <param name="folder">Where they are.</param>
internal sealed class ShareMemory(string folder)
{
    /// <summary>Shares of dead processes that are remembered; the oldest are forgotten.</summary>
    private const int Most = 16;

    /// <summary>Remembers a share of this process until the answer is disposed or the process dies. A folder that can't be written keeps nobody from sharing.</summary>
    /// <param name="servers">Null: the home's own one.</param>
    /// <param name="approve">The sharer is asked before others run something.</param>
    public IDisposable Remember(SessionId session, string title, IReadOnlyList<Uri>? servers, DateTimeOffset sharedAt, bool approve = false)
    {
        var share = new RememberedShare($"{session}", title, servers, sharedAt, Environment.ProcessId, RandomNumberGenerator.GetHexString(16), approve);
        try
        {
            Write(share);
            return new Hold(this, share, Lock(FileOf(share.Session)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Hold(this, share, null);
        }
    }

    private void Write(RememberedShare share)
    {
        PrivateFile.CreateFolder(folder);
        foreach (var (dead, _) in All().Where(one => !one.IsHeld).Skip(Most - 1))
            Forget(dead);
        PrivateFile.Write(FileOf(share.Session), JsonSerializer.Serialize(share, HomeJson.Default.RememberedShare));
    }

    /// <summary>What is remembered, newest first, and whether its process lives.</summary>
    public IReadOnlyList<(RememberedShare Share, bool IsHeld)> All() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.json").Select(Read).OfType<RememberedShare>().OrderByDescending(share => share.SharedAt).Select(share => (share, IsHeld(share)))]
        : [];

    /// <summary>Forgets a share, unless another process has taken its session meanwhile.</summary>
    public void Forget(RememberedShare share)
    {
        if (Read(FileOf(share.Session))?.Holder == share.Holder)
            File.Delete(FileOf(share.Session));
    }

    /// <summary>Somebody who looks whether we live may have it for a moment.</summary>
    private static FileStream? Lock(string path)
    {
        FileStream? held = null;
        for (var attempt = 0; held is null && attempt < 1000; attempt++)
        {
            held = PrivateFile.TryLock(path, shared: true);
            Thread.Yield();
        }
        return held;
    }

    private string FileOf(string session) => Path.Combine(folder, $"{session}.json");

    private bool IsHeld(RememberedShare share)
    {
        using var free = PrivateFile.TryLock(FileOf(share.Session), shared: false);
        return free is null;
    }

    /// <summary>A file that can't be understood is of no use to anybody.</summary>
    private static RememberedShare? Read(string path)
    {
        try
        {
            var share = JsonSerializer.Deserialize(File.ReadAllText(path), HomeJson.Default.RememberedShare);
            return SessionId.TryParse(share?.Session, out _) ? share : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private sealed class Hold(ShareMemory memory, RememberedShare share, FileStream? held) : IDisposable
    {
        public void Dispose()
        {
            held?.Dispose();
            memory.Forget(share);
        }
    }
}
