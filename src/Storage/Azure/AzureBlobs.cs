using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace SessionShare.Storage;

/// <summary>The way to the storage account.</summary>
public static class AzureBlobs
{
    /// <summary>
    /// A client of the account that valid options name; nothing is asked of the account yet. Frame log and Orleans' own Azure provider of grain state
    /// both start from it.
    /// </summary>
    public static BlobServiceClient Connect(AzureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new BlobClientOptions();
        client.Retry.NetworkTimeout = options.RequestTime;
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = 3;
        client.Retry.Delay = TimeSpan.FromMilliseconds(100);
        client.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        client.Diagnostics.IsLoggingContentEnabled = false;
        return string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new BlobServiceClient(new Uri(options.AccountUri), Credential(options), client)
            : new BlobServiceClient(options.ConnectionString, client);
    }

    /// <summary>
    /// Makes the containers that are not there yet, of the frame log and of grain state; does nothing to those that are. Safe when two run at once.
    /// Part of <c>silo migrate</c>.
    /// </summary>
    /// <exception cref="AzureStorageException">The account can't be reached or refuses; the message says why.</exception>
    public static async Task Migrate(AzureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var service = Connect(options);
        foreach (var container in new[] { options.FrameContainer, options.GrainContainer })
        {
            try
            {
                await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            }
            catch (Exception fault) when (AzureFaults.Explain(fault, container) is { } explained)
            {
                throw explained;
            }
        }
    }

    /// <summary>Whether a connection string is one.</summary>
    internal static bool CanRead(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static DefaultAzureCredential Credential(AzureOptions options) =>
        new(new DefaultAzureCredentialOptions
        {
            ManagedIdentityClientId = string.IsNullOrWhiteSpace(options.ManagedIdentityClientId) ? null : options.ManagedIdentityClientId,
            ExcludeInteractiveBrowserCredential = true,
        });
}
