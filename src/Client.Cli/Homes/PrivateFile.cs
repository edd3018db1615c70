namespace SessionShare.Cli.Homes;

/// <summary>Files and folders that only this operating-system user may use.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder with mode 0700; one that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Own | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file with mode 0600 at once or not at all: no reader ever sees a part of it.</summary>
    public static void Write(string path, string content)
    {
        var unfinished = $"{path}.{Environment.ProcessId}";
        File.Delete(unfinished);
        using (var writer = new StreamWriter(unfinished, Options(FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            writer.Write(content);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Takes a lock that the kernel takes back however we end; null while others hold it.</summary>
    /// <param name="shared">Together with others who share it, or alone.</param>
    public static FileStream? TryLock(string path, bool shared)
    {
        try
        {
            return new FileStream(path, shared
                ? Options(FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read)
                : Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        return options;
    }
}
