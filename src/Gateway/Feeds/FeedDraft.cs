using System.Collections.Immutable;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Feeds;

/// <summary>The draft as a feed has it. Replaced whole.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Text">Its text.</param>
/// <param name="Edits">The newest edits, the last of them <paramref name="Number"/>; maybe none.</param>
internal sealed record FeedDraft(long Number, string Text, ImmutableList<DraftEditValue> Edits)
{
    /// <summary>Edits kept: a viewer that is more behind gets the whole text.</summary>
    private const int MostEdits = 100;

    /// <summary>Nothing is known yet.</summary>
    public static readonly FeedDraft None = new(0, "", []);

    /// <summary>As it is behind what its session told. What was told before changes nothing.</summary>
    public FeedDraft With(DraftValue told)
    {
        if (told.Number <= Number && this != None)
            return this;
        if (told.Text is { } text)
            return new FeedDraft(told.Number, text, []);

        var (now, edits) = (Text, Edits);
        foreach (var edit in told.Edits)
        {
            if (edit.Number <= Number)
                continue;
            now = DraftText.Apply(now, [.. edit.Changes.Select(change => change.ToWire())]);
            edits = edits.Add(edit);
        }

        return new FeedDraft(told.Number, now, edits.Count > MostEdits ? edits.RemoveRange(0, edits.Count - MostEdits) : edits);
    }

    /// <summary>What is to be told to who knows <paramref name="known"/>; null: to who knows nothing.</summary>
    public DraftValue Since(long? known) => known is { } number && number <= Number && number >= Number - Edits.Count
        ? new DraftValue(Number, null, [.. Edits.Where(edit => edit.Number > number)])
        : new DraftValue(Number, Text, []);
}
