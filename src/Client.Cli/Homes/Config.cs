namespace SessionShare.Cli.Homes;

/// <summary>What a person has settled. config.json of the home.</summary>
internal sealed record Config
{
    /// <summary>The server to use where none is named, as `--server` has it; null: an embedded one. Set by `login --server`.</summary>
    public string? Server { get; init; }

    /// <summary>Where `open` opens sessions; null: in the browser. Set by `open --in` and `register-links --in`.</summary>
    public Opening.OpenPlace? OpenIn { get; init; }

    /// <summary>Servers for which the first-share notice was given and agreed to.</summary>
    public IReadOnlyList<string> Noticed { get; init; } = [];
}
