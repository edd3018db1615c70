using Npgsql;

namespace SessionShare.Storage;

/// <summary>Where the PostgreSQL database is and how it is used. Section <c>Postgres</c> of the configuration.</summary>
public sealed class PostgresOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Postgres";

    private const int KiB = 1024;
    private const int MiB = 1024 * 1024;

    /// <summary>
    /// How to reach the database, as Npgsql reads it: <c>Host=db.internal;Database=sessionshare;Username=sessionshare;Password=...</c>. No default.
    /// It may hold a password, so give it by an environment variable or a secret file; it is never logged. <c>Search Path</c> chooses another schema
    /// than <c>public</c>. Times and the pool's size are the settings below, whatever stands here.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Connections that this process opens at most, 4 to 1,000; 20. The sum over all silos must stay under the server's <c>max_connections</c>.</summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>
    /// Connections that commit frames side by side, 1 to 16 and fewer than <see cref="MaxConnections"/>; 2. A session always uses the same one. More
    /// of them help where the server has processors to spare.
    /// </summary>
    public int Writers { get; set; } = 2;

    /// <summary>
    /// Encoded bytes of waiting commits that are joined into one transaction, 64 KiB to 64 MiB; 4 MiB. Larger ones make fewer transactions under
    /// load and let each wait longer.
    /// </summary>
    public int GroupBytes { get; set; } = 4 * MiB;

    /// <summary>
    /// Encoded bytes of frames kept in one row, 1 KiB to 1 MiB; 256 KiB. Smaller rows read less that isn't asked for, larger ones are fewer. Only
    /// rows written from then on follow it.
    /// </summary>
    public int RowBytes { get; set; } = 256 * KiB;

    /// <summary>How long connecting may take, 1 s to 1 min; 5 s.</summary>
    public TimeSpan ConnectTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one transaction or read may take before it counts as failed and is tried again, 1 s to 5 min; 10 s.</summary>
    public TimeSpan CommandTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting; never the connection string itself.</summary>
    public IEnumerable<string> Faults()
    {
        if (ConnectionFault() is { } fault)
            yield return $"{Section}:{nameof(ConnectionString)} {fault}";
        if (MaxConnections is < 4 or > 1000)
            yield return $"{Section}:{nameof(MaxConnections)} is {MaxConnections}; it must be 4 to 1000.";
        if (Writers is < 1 or > 16 || Writers >= MaxConnections)
            yield return $"{Section}:{nameof(Writers)} is {Writers}; it must be 1 to 16, and fewer than {nameof(MaxConnections)} ({MaxConnections}).";
        if (GroupBytes is < 64 * KiB or > 64 * MiB)
            yield return $"{Section}:{nameof(GroupBytes)} is {GroupBytes}; it must be 65536 to 67108864.";
        if (RowBytes is < KiB or > MiB)
            yield return $"{Section}:{nameof(RowBytes)} is {RowBytes}; it must be 1024 to 1048576.";
        if (ConnectTime < TimeSpan.FromSeconds(1) || ConnectTime > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(ConnectTime)} is {ConnectTime}; it must be 00:00:01 to 00:01:00.";
        if (CommandTime < TimeSpan.FromSeconds(1) || CommandTime > TimeSpan.FromMinutes(5))
            yield return $"{Section}:{nameof(CommandTime)} is {CommandTime}; it must be 00:00:01 to 00:05:00.";
    }

    private string? ConnectionFault()
    {
        const string Form = "it must read like Host=db.internal;Database=sessionshare;Username=sessionshare;Password=...";
        if (string.IsNullOrWhiteSpace(ConnectionString))
            return $"is missing; {Form}";

        try
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return string.IsNullOrWhiteSpace(parts.Host) ? $"names no Host; {Form}"
                : string.IsNullOrWhiteSpace(parts.Database) ? $"names no Database; {Form}"
                : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            // What the exception says may repeat a part of the value, and so a password.
            return $"can't be read; {Form}";
        }
    }
}
