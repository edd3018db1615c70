namespace SessionShare.Silo;

/// <summary>Which engine runs the grains, as <c>--version</c>, the first line of the server and the health pages say it.</summary>
/// <param name="Text">Name and version, e.g. <c>InProcess</c> or <c>Orleans 10.4.2</c>.</param>
public sealed record EngineInfo(string Text)
{
    /// <summary>The engine that this build was made with.</summary>
    public static EngineInfo Built { get; } = new(Engines.Engine.Name);
}
