using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// The text that several edit, and the numbered list of its newest edits. The list decides: an edit is made against the text of now, or not at all; who made it against an
/// older one rebases it over what came between, and asks again.
/// </summary>
/// <param name="number">Of the text.</param>
/// <param name="text">The text.</param>
internal sealed class Draft(long number, string text)
{
    /// <summary>Edits kept, so that who missed some need not get the whole text: minutes of several people's typing.</summary>
    public const int MostEdits = 500;

    /// <summary>UTF-16 units that the edits kept insert, together.</summary>
    public const int MostUnits = 128 * 1024;

    private readonly Queue<DraftEditValue> _edits = new();
    private int _units;

    /// <summary>The number of the text; +1 with each edit.</summary>
    public long Number { get; private set; } = number;

    /// <summary>The text.</summary>
    public string Text { get; private set; } = text;

    /// <summary>Makes an edit. Says why not: of the wrong number, or with a fault.</summary>
    public RefusalValue? Edit(long against, string participant, long edit, DraftChangeValue[] changes)
    {
        if (against != Number)
            return RefusalValue.Of(against > Number ? Reason.InvalidRequest : Reason.DraftMoved, $"It has number {Number}; the edit was made against {against}.");
        if (DraftText.FaultOf(Text, [.. changes.Select(change => change.ToWire())]) is { } fault)
            return RefusalValue.Of(Reason.InvalidRequest, fault);
        Add(participant, edit, DraftCause.Edit, changes);
        return null;
    }

    /// <summary>It was run, and is empty.</summary>
    public void Clear(string participant) => Add(participant, 0, DraftCause.Run, [new DraftChangeValue(0, Text.Length, "")]);

    /// <summary>What was run and refused is back, before what was written meanwhile.</summary>
    public void Return(string returned)
    {
        var room = WireLimits.DraftUnits - Text.Length;
        // What was written meanwhile wins where both are too long together: the other text stands in the run's own item.
        if (returned.Length + 1 > room && Text.Length > 0)
            return;
        Add(null, 0, DraftCause.Returned, [new DraftChangeValue(0, 0, Text.Length > 0 ? returned + "\n" : returned)]);
    }

    /// <summary>What who knows <paramref name="after"/> is to be told: the edits behind it, or the whole text where they are not kept.</summary>
    public DraftValue Since(long? after)
    {
        if (after is not { } known || known > Number || known < Number - _edits.Count)
            return new DraftValue(Number, Text, []);
        return new DraftValue(Number, null, [.. _edits.Where(edit => edit.Number > known)]);
    }

    private void Add(string? participant, long edit, DraftCause cause, DraftChangeValue[] changes)
    {
        Text = DraftText.Apply(Text, [.. changes.Select(change => change.ToWire())]);
        var added = new DraftEditValue(++Number, participant, edit, cause, changes);
        _edits.Enqueue(added);
        _units += UnitsOf(added);
        while (_edits.Count > MostEdits || _units > MostUnits)
            _units -= UnitsOf(_edits.Dequeue());
    }

    private static int UnitsOf(DraftEditValue edit) => edit.Changes.Sum(change => change.Insert.Length);
}
