namespace SessionShare.Client;

/// <summary>An established connection to a server is gone, or a call on it failed there. The message says why; connect again.</summary>
public sealed class ConnectionLostException(string why, Exception? inner = null) : Exception(why, inner);
