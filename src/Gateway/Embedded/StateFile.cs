using System.Text.Json;
using System.Text.Json.Serialization;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Embedded;

/// <summary>What an embedded server says to share processes through a file.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Version">Its version.</param>
/// <param name="KeyFile">The key file to sign in with.</param>
internal sealed record EmbeddedState(string Url, int Pid, string Version, string KeyFile);

/// <summary>The state file. After a kill it stays and names the address to come back under; a server that stops takes its own along.</summary>
internal static class StateFile
{
    /// <summary>Writes the file at once or not at all, mode 0600.</summary>
    public static void Write(string path, EmbeddedState state) => PrivateFiles.Write(path, JsonSerializer.Serialize(state, StateJson.Default.EmbeddedState));

    /// <summary>Deletes the file, unless a newer server has written its own.</summary>
    public static void DeleteOwn(string path, int pid)
    {
        if (Read(path) is { } state && state.Pid == pid)
            File.Delete(path);
    }

    /// <summary>Reads the file; null when there is none or it can't be read.</summary>
    public static EmbeddedState? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), StateJson.Default.EmbeddedState);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EmbeddedState))]
internal sealed partial class StateJson : JsonSerializerContext;
