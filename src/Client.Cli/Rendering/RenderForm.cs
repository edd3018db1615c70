namespace SessionShare.Cli.Rendering;

/// <summary>How a screen is written.</summary>
internal enum RenderForm
{
    /// <summary>Each row, without the spaces at its end.</summary>
    Text,

    /// <summary>The bytes of a keyframe.</summary>
    Keyframe,

    /// <summary>One JSON object.</summary>
    Json,
}
