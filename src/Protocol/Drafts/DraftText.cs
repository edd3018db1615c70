namespace SessionShare.Protocol;

/// <summary>What a draft may hold, and what an edit may do to it.</summary>
public static class DraftText
{
    /// <summary>What is wrong with an edit, one sentence; null when it can be made on <paramref name="text"/>.</summary>
    public static string? FaultOf(string text, IReadOnlyList<DraftChange>? changes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (changes is null || changes.Count is 0 or > WireLimits.DraftChanges)
            return $"An edit has 1 to {WireLimits.DraftChanges} changes.";
        var (last, length, inserted) = (0, (long)text.Length, 0L);
        foreach (var change in changes)
        {
            if (change?.Insert is null)
                return "A change has from, to and insert.";
            if (change.From < last || change.To < change.From || change.To > text.Length)
                return $"A change from {change.From} to {change.To} does not fit: positions grow, and the text has {text.Length} units.";
            if (IsInsidePair(text, change.From) || IsInsidePair(text, change.To))
                return $"A change from {change.From} to {change.To} cuts a character (a surrogate pair).";
            if (FaultOf(change.Insert) is { } fault)
                return fault;
            last = change.To;
            inserted += change.Insert.Length;
            length += change.Insert.Length - (change.To - change.From);
        }

        if (inserted > WireLimits.DraftInsertUnits)
            return $"An edit inserts at most {WireLimits.DraftInsertUnits} UTF-16 units; this one {inserted}.";
        return length > WireLimits.DraftUnits ? $"A draft has at most {WireLimits.DraftUnits} UTF-16 units; this edit would make it {length}." : null;
    }

    /// <summary>What no draft may hold, one sentence; null when <paramref name="text"/> is right.</summary>
    public static string? FaultOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length; at++)
        {
            var unit = text[at];
            if (char.IsControl(unit) && unit is not ('\n' or '\t'))
                return $"A draft holds no control character but newline and tab; U+{(int)unit:X4} is one.";
            if (char.IsHighSurrogate(unit) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
                at++;
            else if (char.IsSurrogate(unit))
                return "A draft holds no half of a surrogate pair.";
        }

        return null;
    }

    /// <summary>The text behind an edit that has no fault.</summary>
    public static string Apply(string text, IReadOnlyList<DraftChange> changes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(changes);
        var result = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var change in changes)
        {
            result.Append(text, at, change.From - at).Append(change.Insert);
            at = change.To;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Whether a position stands between the halves of a surrogate pair.</summary>
    public static bool IsInsidePair(string text, int position)
    {
        ArgumentNullException.ThrowIfNull(text);
        return position > 0 && position < text.Length && char.IsHighSurrogate(text[position - 1]) && char.IsLowSurrogate(text[position]);
    }
}
