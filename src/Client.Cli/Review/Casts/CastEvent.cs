using SessionShare.Protocol;

namespace SessionShare.Cli.Review.Casts;

/// <summary>What happens in a recording. A closed union: one of the nested records.</summary>
/// <param name="At">Since the recording's start.</param>
internal abstract record CastEvent(TimeSpan At)
{
    /// <summary>The terminal shows this. A character is never cut.</summary>
    public sealed record Output(TimeSpan At, string Text) : CastEvent(At);

    /// <summary>The terminal has this size.</summary>
    public sealed record Resize(TimeSpan At, TerminalSize Size) : CastEvent(At);

    /// <summary>A place with a name: a command begins.</summary>
    public sealed record Marker(TimeSpan At, string Name) : CastEvent(At);
}

/// <summary>A recording's first facts.</summary>
/// <param name="Size">The terminal's at the start.</param>
/// <param name="StartedAt">Null: unknown.</param>
/// <param name="Title">Null: none.</param>
internal sealed record CastHeader(TerminalSize Size, DateTimeOffset? StartedAt, string? Title);

/// <summary>A recording, to be read once.</summary>
internal sealed record Cast(CastHeader Header, IAsyncEnumerable<CastEvent> Events);
