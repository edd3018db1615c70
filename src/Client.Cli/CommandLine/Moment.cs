using System.Globalization;

namespace SessionShare.Cli.CommandLine;

/// <summary>Points in time as a person reads them: by this machine's clock and zone.</summary>
internal static class Moment
{
    /// <summary>Date and minute, here.</summary>
    public static string Here(DateTimeOffset at, TimeProvider time) => Text(TimeZoneInfo.ConvertTime(at, time.LocalTimeZone));

    /// <summary>Date and minute, here and in UTC.</summary>
    public static string HereAndUtc(DateTimeOffset at, TimeProvider time) => $"{Here(at, time)} ({Text(at.ToUniversalTime())} UTC)";

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
