namespace SessionShare.Bench;

/// <summary>One line of the table.</summary>
/// <param name="What">What is measured; the same for every tool that it is measured of.</param>
/// <param name="Tool">Of which.</param>
/// <param name="Unit">Of the figures.</param>
internal sealed record Row(string What, string Tool, string Unit)
{
    /// <summary>Null where <see cref="Note"/> says why there is none.</summary>
    public Summary? Figures { get; init; }

    /// <summary>What it took meanwhile.</summary>
    public Cost? Cost { get; init; }

    /// <summary>What else was seen.</summary>
    public string? Note { get; init; }

    /// <summary>A goal that the part itself compares with, and whether it is met.</summary>
    public (string Goal, bool IsMet)? Own { get; init; }
}
