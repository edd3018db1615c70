namespace SessionShare.Storage;

/// <summary>The embedded store can't do what was asked. The message names the file and, where there is one, the remedy.</summary>
public sealed class SqliteStorageException : IOException
{
    /// <summary>Creates it.</summary>
    public SqliteStorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
