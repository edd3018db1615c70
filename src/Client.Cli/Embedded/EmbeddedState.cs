using System.Text.Json;
using System.Text.Json.Serialization;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.Embedded;

/// <summary>What an embedded server says of itself in its state file. After a kill the file stays, and names the address to come back under.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Version">Its version.</param>
internal sealed record EmbeddedState(string Url, int Pid, string Version)
{
    /// <summary>Where it listens, with a slash at its end; null where that is no address.</summary>
    [JsonIgnore]
    public Uri? Address => ServerUrls.Parse(Url).Servers is [var address] && address.IsLoopback ? address : null;

    /// <summary>Reads the file; null when there is none or it can't be understood.</summary>
    public static EmbeddedState? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), EmbeddedJson.Default.EmbeddedState);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EmbeddedState))]
internal sealed partial class EmbeddedJson : JsonSerializerContext;
