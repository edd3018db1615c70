using System.Text.Json.Serialization;

namespace SessionShare.Cli.Opening;

/// <summary>Where sessions are opened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OpenPlace>))]
internal enum OpenPlace
{
    /// <summary>In the page.</summary>
    Browser,

    /// <summary>As `join` does.</summary>
    Terminal,
}
