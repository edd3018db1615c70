namespace SessionShare.Storage;

/// <summary>Where the embedded store is. Section <c>Sqlite</c> of the configuration.</summary>
public sealed class SqliteOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sqlite";

    /// <summary>
    /// The database file; a relative path starts at the working directory. Two more files, <c>-wal</c> and <c>-shm</c>, stand beside it while it is open.
    /// It is created where there is none, for this user only. No default. Put it on a local disk: SQLite's locks don't hold on network shares.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Path))
            yield return $"{Section}:{nameof(Path)} is '{Path}'; it must name the database file.";
        else if (Path.Contains('\0'))
            yield return $"{Section}:{nameof(Path)} is '{Path.Replace('\0', '?')}'; it must not hold a NUL character.";
        else if (Directory.Exists(Path))
            yield return $"{Section}:{nameof(Path)} is '{Path}', a folder; it must name a file.";
    }
}
