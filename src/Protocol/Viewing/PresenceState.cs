namespace SessionShare.Protocol;

/// <summary>What a participant shows to the others just now. What is null is not shown.</summary>
/// <param name="Selection">What is selected.</param>
/// <param name="Cursor">Where it is in the draft.</param>
/// <param name="Follow">What it sees.</param>
/// <param name="Typing">It types just now.</param>
public sealed record PresenceState(PresenceSelection? Selection = null, DraftCursor? Cursor = null, PresenceFollow? Follow = null, bool Typing = false)
{
    /// <summary>What is wrong with it, one sentence; null when it may be shown.</summary>
    public string? Fault() => Selection?.Fault() ?? Cursor?.Fault() ?? Follow?.Fault();
}

/// <summary>What a participant shows.</summary>
/// <param name="Participant">Who.</param>
/// <param name="State">Null: nothing any more.</param>
public sealed record ParticipantPresence(string Participant, PresenceState? State);

/// <summary>A selection. Exactly one member is set.</summary>
/// <param name="Blocks">Ranges of blocks, at most <see cref="WireLimits.PresenceRanges"/>.</param>
/// <param name="Text">Text of the history.</param>
/// <param name="Screen">A part of the live screen.</param>
public sealed record PresenceSelection(IReadOnlyList<BlockRange>? Blocks = null, TextRange? Text = null, ScreenRange? Screen = null)
{
    /// <summary>Value equality, range by range.</summary>
    public bool Equals(PresenceSelection? other) =>
        other is not null && Text == other.Text && Screen == other.Screen && (Blocks ?? []).SequenceEqual(other.Blocks ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Screen, Blocks?.Count);

    internal string? Fault()
    {
        if ((Blocks is null ? 0 : 1) + (Text is null ? 0 : 1) + (Screen is null ? 0 : 1) != 1)
            return "A selection has exactly one of blocks, text and screen.";
        if (Blocks is { Count: 0 or > WireLimits.PresenceRanges })
            return $"A selection has 1 to {WireLimits.PresenceRanges} ranges of blocks.";
        if (Blocks?.Any(range => range is null || range.From < 1 || range.To < range.From) == true)
            return "A range of blocks goes from a number, at least 1, to one that is not lower.";
        if (Text is not null && (Text.From is null || Text.To is null || !Text.From.IsValid || !Text.To.IsValid))
            return "A text selection has from and to, each with a block of at least 1, a row and a column of at least 0.";
        return Screen is not null && (Screen.From is null || Screen.To is null || !Screen.From.IsValid || !Screen.To.IsValid)
            ? "A selection on the screen has from and to, each with a row and a column of at least 0."
            : null;
    }
}

/// <summary>Blocks, both ends included.</summary>
public sealed record BlockRange(int From, int To);

/// <summary>Text of the history; <paramref name="To"/> is behind the last cell.</summary>
public sealed record TextRange(TextPlace From, TextPlace To);

/// <summary>A place in a block's output that does not depend on anybody's width.</summary>
/// <param name="Block">The block.</param>
/// <param name="Row">Line of its output, as the output broke them, from 0.</param>
/// <param name="Column">Cells from the line's start.</param>
public sealed record TextPlace(int Block, int Row, int Column)
{
    internal bool IsValid => Block >= 1 && Row >= 0 && Column >= 0;
}

/// <summary>A part of the sharer's screen as it is now; <paramref name="To"/> is behind the last cell.</summary>
public sealed record ScreenRange(ScreenPlace From, ScreenPlace To);

/// <summary>A cell of the sharer's screen, from 0 at the top left.</summary>
public sealed record ScreenPlace(int Row, int Column)
{
    internal bool IsValid => Row >= 0 && Column >= 0;
}

/// <summary>A cursor in the draft.</summary>
/// <param name="Number">Of the draft in which the positions count.</param>
/// <param name="Anchor">Where the selection began, in UTF-16 units.</param>
/// <param name="Head">Where it ends: the cursor.</param>
public sealed record DraftCursor(long Number, int Anchor, int Head)
{
    internal string? Fault() => Number < 0 || Anchor is < 0 or > WireLimits.DraftUnits || Head is < 0 or > WireLimits.DraftUnits
        ? $"A cursor has the draft's number, an anchor and a head of 0 to {WireLimits.DraftUnits}."
        : null;
}

/// <summary>What a participant sees. Exactly one member is set.</summary>
/// <param name="Participant">It follows this one.</param>
/// <param name="Sharer">It follows the sharer.</param>
/// <param name="Live">The live screen.</param>
/// <param name="Scrolled">Something older.</param>
public sealed record PresenceFollow(string? Participant = null, bool Sharer = false, bool Live = false, bool Scrolled = false)
{
    internal string? Fault()
    {
        if ((Participant is null ? 0 : 1) + (Sharer ? 1 : 0) + (Live ? 1 : 0) + (Scrolled ? 1 : 0) != 1)
            return "follow has exactly one of participant, sharer, live and scrolled.";
        return Participant is not null && !Base62.IsValid(Participant) ? "follow names no participant." : null;
    }
}

/// <summary>Answer to what a participant shows: it is shown, unless refused.</summary>
public sealed record PresenceReply(Refusal? Refused);
