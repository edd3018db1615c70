namespace SessionShare.Protocol;

/// <summary>One replacement in a draft. Positions are UTF-16 units of the text before the edit that it belongs to.</summary>
/// <param name="From">The first unit that is replaced.</param>
/// <param name="To">The unit behind the last one; <paramref name="From"/> where nothing is taken out.</param>
/// <param name="Insert">What stands there instead; may be empty.</param>
public sealed record DraftChange(int From, int To, string Insert);

/// <summary>Why an edit is in the list.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCaseEnum<DraftCause>))]
public enum DraftCause
{
    /// <summary>A participant edited.</summary>
    Edit,

    /// <summary>A participant ran the draft: it is empty.</summary>
    Run,

    /// <summary>A run was refused: its text is back.</summary>
    Returned,
}

/// <summary>One edit in the session's numbered list.</summary>
/// <param name="Number">Of the text behind it.</param>
/// <param name="Participant">Whose it is; null: nobody's.</param>
/// <param name="Edit">That participant's own number of it; 0 where it is no edit of theirs.</param>
/// <param name="Cause">Why it is there.</param>
/// <param name="Changes">In order, not overlapping.</param>
public sealed record DraftEdit(long Number, string? Participant, long Edit, DraftCause Cause, IReadOnlyList<DraftChange> Changes);

/// <summary>The draft: whole, or what came behind a number that is known. Exactly one of <paramref name="Text"/> and <paramref name="Edits"/> is set.</summary>
/// <param name="Number">Of the text of now.</param>
/// <param name="Text">The text of now.</param>
/// <param name="Edits">The edits behind the number that is known, the last of them <paramref name="Number"/>.</param>
public sealed record DraftUpdate(long Number, string? Text = null, IReadOnlyList<DraftEdit>? Edits = null);
