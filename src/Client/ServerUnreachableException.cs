namespace SessionShare.Client;

/// <summary>No SessionShare server answered. The message is a sentence for a person that names the address.</summary>
public sealed class ServerUnreachableException(Uri server, string why, Exception? inner = null)
    : Exception($"No SessionShare server answers at {server}: {why}", inner)
{
    /// <summary>The address that was tried.</summary>
    public Uri Server { get; } = server;
}
