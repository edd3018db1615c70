using Azure;
using Azure.Identity;

namespace SessionShare.Storage;

/// <summary>What Azure's answers mean to the person who runs the store.</summary>
internal static class AzureFaults
{
    /// <summary>A fault in words that name the container; null for faults that aren't the account's.</summary>
    public static AzureStorageException? Explain(Exception fault, string container) => fault switch
    {
        AzureStorageException known => known,
        RequestFailedException { ErrorCode: "ContainerNotFound" } =>
            new($"The Azure container '{container}' doesn't exist; run 'silo migrate' with these settings first.", fault),
        RequestFailedException { Status: 401 or 403 } refused =>
            new($"Azure storage refuses access to the container '{container}' ({refused.ErrorCode ?? "no code"}); look at the account key or the identity's roles.", fault),
        RequestFailedException { Status: > 0 } refused =>
            new($"Azure storage answered {refused.Status} ({refused.ErrorCode ?? "no code"}) for the container '{container}'.", fault),
        RequestFailedException => new($"Azure storage can't be reached for the container '{container}'.", fault),
        AuthenticationFailedException => new("The process could not sign in to Azure; look at its managed identity or the AZURE_ variables of its environment.", fault),
        AggregateException { InnerException: { } inner } => Explain(inner, container),
        IOException or HttpRequestException => new($"Azure storage can't be reached for the container '{container}'.", fault),
        _ => null,
    };
}
