namespace SessionShare.Gateway.Embedded;

/// <summary>
/// The file that says whether somebody shares: sharing processes hold a shared lock on it (a FileStream with FileAccess.Read, FileShare.Read),
/// which the kernel takes back however they end.
/// </summary>
internal static class InUseLock
{
    /// <summary>Takes the lock for this process alone; null while somebody shares. While it is held nobody begins to.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (fault is not DirectoryNotFoundException)
        {
            return null;
        }
    }
}
