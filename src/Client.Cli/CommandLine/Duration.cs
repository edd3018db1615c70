using System.Globalization;

namespace SessionShare.Cli.CommandLine;

/// <summary>Spans of time as a person writes and reads them.</summary>
internal static class Duration
{
    /// <summary>Longer than anybody means.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads a whole number with its unit: the span, or what is wrong and what would be right, to be read behind the option's name.</summary>
    public static (TimeSpan? Value, string? Fault) Parse(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || Unit(text[^1]) is not { } unit)
            return (null, $"is '{text}'; it must be a whole number with s, m, h or d behind it, such as 30m, 12h or 7d.");
        if (count == 0)
            return (null, $"is '{text}'; it must be longer than nothing, such as 30m, 12h or 7d.");
        return count > Longest / unit
            ? (null, $"is '{text}'; it must be {Longest.TotalDays:0} days at the most.")
            : (unit * count, null);
    }

    /// <summary>The span in its largest unit that leaves no rest.</summary>
    public static string Text(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            _ when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.TotalDays, "day"),
            _ when span.Ticks % TimeSpan.TicksPerHour == 0 => (span.TotalHours, "hour"),
            _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => (span.TotalMinutes, "minute"),
            _ => (span.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:0.#} {unit}{(count == 1 ? "" : "s")}");
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
