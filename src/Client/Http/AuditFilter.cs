namespace SessionShare.Client;

/// <summary>Which entries of the audit; null members: all.</summary>
/// <param name="Day">Those of a UTC day, <c>2026-11-26</c>; a feed begins with it. Null: today.</param>
/// <param name="After">Those behind a position, in place of a day.</param>
/// <param name="Session">Of one session.</param>
/// <param name="Actor">By or about one user id or address.</param>
/// <param name="Kind">Of one kind, by its name on the wire.</param>
/// <param name="Count">How many at the most, 1 to 1000; null: 100.</param>
public sealed record AuditFilter(string? Day = null, string? After = null, string? Session = null, string? Actor = null, string? Kind = null, int? Count = null)
{
    /// <summary>As the query of a request.</summary>
    public override string ToString()
    {
        var members = new (string Name, string? Value)[]
        {
            ("day", After is null ? Day : null), ("after", After), ("session", Session), ("actor", Actor), ("kind", Kind), ("count", Count?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
        var given = members.Where(member => member.Value is not null).Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? $"?{query}" : "";
    }
}
