namespace SessionShare.Storage;

/// <summary>Sizes that the embedded store works with. Constants in life; tests make them tiny.</summary>
internal sealed record SqliteLimits
{
    /// <summary>Jobs that wait for the writer, and as many for the readers; who finds the queue full waits at its door.</summary>
    public int WaitingJobs { get; init; } = 1024;

    /// <summary>Bytes of waiting commits that are joined into one transaction.</summary>
    public int GroupBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Encoded bytes of one blob of frames, so that reading from the middle of a log reads little that isn't asked for.</summary>
    public int BlobBytes { get; init; } = 256 * 1024;

    /// <summary>Encoded bytes that one transaction deletes.</summary>
    public int DeletePieceBytes { get; init; } = 1024 * 1024;

    /// <summary>Pages written since the last checkpoint after which the next one runs: 64 MiB.</summary>
    public long CheckpointPages { get; init; } = 64 * 1024 * 1024 / SqliteSchema.PageBytes;

    /// <summary>Pages that a checkpoint may leave to its last part, which holds commits up: 4 MiB.</summary>
    public long CheckpointRemainderPages { get; init; } = 4 * 1024 * 1024 / SqliteSchema.PageBytes;

    /// <summary>Pages in the write-ahead log above which it is brought to its end even while commits keep coming: 512 MiB.</summary>
    public long MaxWalPages { get; init; } = 512 * 1024 * 1024 / SqliteSchema.PageBytes;

    /// <summary>Threads that read, each with a connection of its own.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>How long to wait for another process that holds the database's lock.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);
}
