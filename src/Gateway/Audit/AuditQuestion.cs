using System.Globalization;
using SessionShare.Grains.Audit;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Audit;

/// <summary>What is asked of the audit, in the query of a request.</summary>
/// <param name="Day">From which day on.</param>
/// <param name="Query">From which place of it on, and what.</param>
/// <param name="IsFirst">It goes on behind no page that was had before.</param>
internal sealed record AuditQuestion(DateOnly Day, AuditQuery Query, bool IsFirst)
{
    private const int DefaultCount = 100;
    private const int MostCount = 1000;

    /// <summary>Reads it, or says what is wrong.</summary>
    public static (AuditQuestion? Question, string? Fault) Of(IQueryCollection asked, DateOnly today)
    {
        var (day, place) = (today, 0L);
        if (Value(asked, "day") is { } dayText && !AuditDay.TryParse(dayText, out day))
            return (null, $"day is '{dayText}'; it must be a UTC day such as {AuditDay.TextOf(today)}.");
        var after = Value(asked, "after");
        if (after is not null && !TryReadPosition(after, out day, out place))
            return (null, $"after is '{after}'; it must be a position such as {PositionOf(today, 17)}.");
        if (day > today.AddDays(1))
            return (null, $"{AuditDay.TextOf(day)} is still to come; today is {AuditDay.TextOf(today)} (UTC).");
        var count = DefaultCount;
        if (Value(asked, "count") is { } countText && !(int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MostCount))
            return (null, $"count is '{countText}'; it must be 1 to {MostCount}.");
        AuditKind kind = default;
        var kindText = Value(asked, "kind");
        if (kindText is not null && !(Enum.TryParse(kindText, ignoreCase: true, out kind) && Enum.IsDefined(kind) && !char.IsDigit(kindText[0])))
            return (null, $"kind is '{kindText}'; it must be one of {string.Join(", ", Enum.GetNames<AuditKind>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))}.");
        return (new AuditQuestion(day, new AuditQuery(place, count, Value(asked, "session"), Value(asked, "actor"), kindText is null ? null : kind), after is null), null);
    }

    /// <summary>A position, as the wire has it.</summary>
    public static string PositionOf(DateOnly day, long place) => string.Create(CultureInfo.InvariantCulture, $"{AuditDay.TextOf(day)}/{place}");

    /// <summary>The question as a sentence's end, for the audit of who reads the audit.</summary>
    public override string ToString() =>
        $"{AuditDay.TextOf(Day)}{(Query.Session is { } session ? $", session {session}" : "")}{(Query.Actor is { } actor ? $", actor {actor}" : "")}{(Query.Kind is { } kind ? $", kind {kind}" : "")}";

    private static bool TryReadPosition(string text, out DateOnly day, out long place)
    {
        (day, place) = (default, 0);
        return text.Split('/') is [var dayText, var placeText]
            && AuditDay.TryParse(dayText, out day)
            && long.TryParse(placeText, NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }

    private static string? Value(IQueryCollection asked, string name) => asked[name].ToString() is { Length: > 0 } text ? text : null;
}
