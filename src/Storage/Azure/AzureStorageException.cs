namespace SessionShare.Storage;

/// <summary>The Azure store can't do what was asked. The message says what is wrong, never with a key or token, and where there is one, the remedy.</summary>
public sealed class AzureStorageException(string message, Exception? innerException = null) : Exception(message, innerException);
