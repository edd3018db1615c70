namespace Orleans.InProcess;

/// <summary>What one pull of an enumeration brought.</summary>
internal enum PageKind
{
    /// <summary>Items; more may follow.</summary>
    Items,

    /// <summary>The last items, or none: the sequence has ended.</summary>
    Last,

    /// <summary>Nothing yet: pull again. Keeps a quiet sequence within the response timeout.</summary>
    Nothing,

    /// <summary>This activation has no such enumeration.</summary>
    Unknown,

    /// <summary>The sequence was cancelled.</summary>
    Cancelled,

    /// <summary>The sequence threw.</summary>
    Failed,
}

/// <summary>An answer to a pull.</summary>
internal readonly record struct Page<T>(PageKind Kind, IReadOnlyList<T> Items, Exception? Failure = null)
{
    /// <summary>The grain keeps the enumeration after this answer.</summary>
    public bool KeepsEnumeration => Kind is PageKind.Items or PageKind.Nothing;

    public static Page<T> Of(PageKind kind, Exception? failure = null) => new(kind, [], failure);
}
