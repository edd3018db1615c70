using System.Text.RegularExpressions;

namespace SessionShare.Storage;

/// <summary>Which Azure storage account holds frames (and grain state, by Orleans' own provider). Section <c>Azure</c> of the configuration.</summary>
public sealed partial class AzureOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Azure";

    private const int KiB = 1024;
    private const int MiB = 1024 * 1024;

    /// <summary>
    /// The account's connection string, with its key. No default; give this or <see cref="AccountUri"/>. It is a secret: give it by an environment
    /// variable or a secret file; it is never logged.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The account's blob address, e.g. <c>https://example.blob.core.windows.net</c>. No default; with it the process signs in as its managed
    /// identity, its workload identity, or whatever else the environment offers (DefaultAzureCredential). https only.
    /// </summary>
    public string AccountUri { get; set; } = "";

    /// <summary>
    /// The client id of a user-assigned managed identity, with <see cref="AccountUri"/>. Default none: the system-assigned one, or what the
    /// environment names.
    /// </summary>
    public string ManagedIdentityClientId { get; set; } = "";

    /// <summary>The container of the frame log, and of the marks of what is due where grain state is on Azure: 3 to 63 of a-z, 0-9 and single dashes; <c>sessionshare-frames</c>. <c>silo migrate</c> makes it.</summary>
    public string FrameContainer { get; set; } = "sessionshare-frames";

    /// <summary>The container of grain state, where that is on Azure: named like the other; <c>sessionshare-grains</c>. <c>silo migrate</c> makes it.</summary>
    public string GrainContainer { get; set; } = "sessionshare-grains";

    /// <summary>
    /// Bytes after which a session's frames go on in a further blob, 64 KiB to 100 GiB; 16 MiB. What is trimmed of a session goes blob by blob, so larger ones keep it for longer. A further
    /// blob is also begun after 40,000 appends, whatever their size (Azure takes 50,000).
    /// </summary>
    public long BlobBytes { get; set; } = 16L * MiB;

    /// <summary>Encoded bytes of waiting commits of a session that are joined into one append, 64 KiB to 3 MiB; 2 MiB.</summary>
    public int AppendBytes { get; set; } = 2 * MiB;

    /// <summary>How long one request may take before it is tried again, 1 s to 5 min; 10 s.</summary>
    public TimeSpan RequestTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Everything that is wrong with these values, one sentence each, naming the setting; never the connection string itself.</summary>
    public IEnumerable<string> Faults()
    {
        if (ConnectionFault() is { } fault)
            yield return fault;
        if (!ContainerName().IsMatch(FrameContainer))
            yield return $"{Section}:{nameof(FrameContainer)} is '{FrameContainer}'; {ContainerForm}";
        if (!ContainerName().IsMatch(GrainContainer))
            yield return $"{Section}:{nameof(GrainContainer)} is '{GrainContainer}'; {ContainerForm}";
        if (FrameContainer == GrainContainer)
            yield return $"{Section}:{nameof(FrameContainer)} and {nameof(GrainContainer)} are both '{FrameContainer}'; they must differ.";
        if (BlobBytes is < 64 * KiB or > 100L * 1024 * MiB)
            yield return $"{Section}:{nameof(BlobBytes)} is {BlobBytes}; it must be 65536 to 107374182400.";
        if (AppendBytes is < 64 * KiB or > 3 * MiB)
            yield return $"{Section}:{nameof(AppendBytes)} is {AppendBytes}; it must be 65536 to 3145728.";
        if (RequestTime < TimeSpan.FromSeconds(1) || RequestTime > TimeSpan.FromMinutes(5))
            yield return $"{Section}:{nameof(RequestTime)} is {RequestTime}; it must be 00:00:01 to 00:05:00.";
    }

    private const string ContainerForm = "it must be 3 to 63 of a-z, 0-9 and single dashes between them.";

    private string? ConnectionFault()
    {
        var (key, uri) = (!string.IsNullOrWhiteSpace(ConnectionString), !string.IsNullOrWhiteSpace(AccountUri));
        if (key == uri)
            return $"{Section}:{nameof(ConnectionString)} and {Section}:{nameof(AccountUri)} are {(key ? "both given" : "both missing")}; give one of them.";
        if (key && !AzureBlobs.CanRead(ConnectionString))
            return $"{Section}:{nameof(ConnectionString)} can't be read; copy it from the storage account's access keys (DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...).";
        if (uri && !(Uri.TryCreate(AccountUri, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps && parsed.Query.Length == 0 && parsed.UserInfo.Length == 0))
            return $"{Section}:{nameof(AccountUri)} must be an https address without a query or a password, like https://example.blob.core.windows.net.";
        return key && ManagedIdentityClientId.Length > 0
            ? $"{Section}:{nameof(ManagedIdentityClientId)} is given beside {nameof(ConnectionString)}; it belongs to {nameof(AccountUri)}."
            : null;
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
