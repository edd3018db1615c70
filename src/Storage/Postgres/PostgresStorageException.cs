namespace SessionShare.Storage;

/// <summary>The PostgreSQL store can't do what was asked. The message says what is wrong, never with a password, and where there is one, the remedy.</summary>
public sealed class PostgresStorageException(string message, Exception? innerException = null) : Exception(message, innerException);
