using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>See <see cref="PresenceState"/>.</summary>
/// <param name="Blocks">Ranges of selected blocks, first and last in turn; null: none.</param>
/// <param name="Text">Block, row and column of a text selection's start and end; null: none.</param>
/// <param name="Screen">Row and column of a screen selection's start and end; null: none.</param>
/// <param name="Cursor">In the draft.</param>
/// <param name="Follow">What it sees.</param>
/// <param name="Typing">It types.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.presence")]
public sealed record PresenceValue(
    [property: Id(0)] int[]? Blocks,
    [property: Id(1)] int[]? Text,
    [property: Id(2)] int[]? Screen,
    [property: Id(3)] CursorValue? Cursor,
    [property: Id(4)] FollowValue? Follow,
    [property: Id(5)] bool Typing)
{
    /// <summary>As it goes over the wire.</summary>
    public PresenceState ToWire() => new(SelectionToWire(), Cursor is { } cursor ? new DraftCursor(cursor.Number, cursor.Anchor, cursor.Head) : null, Follow?.ToWire(), Typing);

    /// <summary>As it came over the wire, without fault.</summary>
    public static PresenceValue Of(PresenceState state) => new(
        state.Selection?.Blocks is { } blocks ? [.. blocks.SelectMany(range => new[] { range.From, range.To })] : null,
        state.Selection?.Text is { } text ? [text.From.Block, text.From.Row, text.From.Column, text.To.Block, text.To.Row, text.To.Column] : null,
        state.Selection?.Screen is { } screen ? [screen.From.Row, screen.From.Column, screen.To.Row, screen.To.Column] : null,
        state.Cursor is { } cursor ? new CursorValue(cursor.Number, cursor.Anchor, cursor.Head) : null,
        state.Follow is { } follow ? new FollowValue(follow.Participant, follow.Sharer, follow.Live, follow.Scrolled) : null,
        state.Typing);

    /// <summary>What is left of it to show for who may not edit; null: nothing.</summary>
    public PresenceValue? OfViewer() => (this with { Cursor = null, Typing = false }).OrNothing();

    /// <summary>Null where it shows nothing.</summary>
    public PresenceValue? OrNothing() => Blocks is null && Text is null && Screen is null && Cursor is null && Follow is null && !Typing ? null : this;

    private PresenceSelection? SelectionToWire()
    {
        if (Blocks is { } blocks)
            return new PresenceSelection(Blocks: [.. blocks.Chunk(2).Select(range => new BlockRange(range[0], range[1]))]);
        if (Text is { } text)
            return new PresenceSelection(Text: new TextRange(new TextPlace(text[0], text[1], text[2]), new TextPlace(text[3], text[4], text[5])));
        return Screen is { } screen ? new PresenceSelection(Screen: new ScreenRange(new ScreenPlace(screen[0], screen[1]), new ScreenPlace(screen[2], screen[3]))) : null;
    }
}

/// <summary>See <see cref="DraftCursor"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.cursor")]
public sealed record CursorValue([property: Id(0)] long Number, [property: Id(1)] int Anchor, [property: Id(2)] int Head);

/// <summary>See <see cref="PresenceFollow"/>.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.follow")]
public sealed record FollowValue([property: Id(0)] string? Participant, [property: Id(1)] bool Sharer, [property: Id(2)] bool Live, [property: Id(3)] bool Scrolled)
{
    /// <summary>As it goes over the wire.</summary>
    public PresenceFollow ToWire() => new(Participant, Sharer, Live, Scrolled);
}

/// <summary>What a participant shows; null: nothing any more.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.shown")]
public sealed record ShownValue([property: Id(0)] string Participant, [property: Id(1)] PresenceValue? Presence)
{
    /// <summary>As it goes over the wire.</summary>
    public ParticipantPresence ToWire() => new(Participant, Presence?.ToWire());
}

/// <summary>A participant shows this from now on.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.show")]
public sealed record ShowCall([property: Id(0)] string Participant, [property: Id(1)] string Connection, [property: Id(2)] PresenceValue Presence);
