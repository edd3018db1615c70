namespace SessionShare.Gateway.Embedded;

/// <summary>The viewers that still read a session.</summary>
internal interface IOpenViewers
{
    /// <summary>How many there are.</summary>
    int Count { get; }
}
