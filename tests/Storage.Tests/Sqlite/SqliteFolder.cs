using Microsoft.Extensions.Logging.Abstractions;

namespace SessionShare.Storage.Tests;

/// <summary>A folder of its own for one test's database.</summary>
internal sealed class SqliteFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sessionshare-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "store", "sessions.db");

    public string Folder => _folder;

    /// <summary>Tiny sizes, so that few bytes make many blobs, transactions, pieces and checkpoints.</summary>
    public static SqliteLimits Tiny => new()
    {
        WaitingJobs = 4,
        GroupBytes = 20_000,
        BlobBytes = 1000,
        DeletePieceBytes = 5000,
        CheckpointPages = 20,
        CheckpointRemainderPages = 2,
        MaxWalPages = 200,
        LockWait = TimeSpan.FromMilliseconds(50),
    };

    public SqliteStore Open(SqliteLimits? limits = null) => new(Path, limits ?? Tiny, NullLogger.Instance);

    /// <summary>Whether any file of the folder holds these bytes.</summary>
    public bool Holds(byte[] bytes) =>
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Any(file => Read(file).AsSpan().IndexOf(bytes) >= 0);

    public void Dispose() => Directory.Delete(_folder, true);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
