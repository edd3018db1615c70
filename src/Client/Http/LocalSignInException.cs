namespace SessionShare.Client;

/// <summary>Signing in locally is not possible here; the message says why, and never holds anything of the key file.</summary>
public sealed class LocalSignInException(string why, Exception? inner = null) : Exception(why, inner);
