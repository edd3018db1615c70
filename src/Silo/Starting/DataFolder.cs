namespace SessionShare.Silo.Starting;

/// <summary>The folder of the server's data, held by one server at a time.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _held;

    private DataFolder(string path, FileStream held) => (Path, _held) = (path, held);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Makes the folder where there is none, and takes it for this process.</summary>
    /// <exception cref="StartException">It can't be written, or another server has it.</exception>
    public static DataFolder Take(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        try
        {
            PrivateFiles.CreateFolder(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {folder} can't be made: {fault.Message}");
        }

        try
        {
            return new DataFolder(folder, new FileStream(System.IO.Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartException($"The data folder {folder} can't be written: {fault.Message}");
        }
        catch (IOException fault)
        {
            throw new StartException($"The data folder {folder} is in use by another server, or can't be written: {fault.Message}");
        }
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => _held.Dispose();
}
