namespace SessionShare.Cli.Sharing;

/// <summary>Which size a shared terminal has.</summary>
internal enum SizeRule
{
    /// <summary>That of the sharer's window.</summary>
    Mine,

    /// <summary>The smallest of the sharer's window and those of the people here who may type.</summary>
    FollowEditors,
}
