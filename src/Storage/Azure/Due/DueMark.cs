using System.Globalization;

namespace SessionShare.Storage;

/// <summary>
/// Says that something is due to a grain: an empty blob whose name sorts by that moment.
/// <code>
/// ~due/{state name}/{UTC ticks, 19 digits}/{grain id, escaped}
/// </code>
/// </summary>
internal readonly record struct DueMark(string StateName, DateTimeOffset At, string Grain)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(StateName)}{At.UtcTicks:D19}/{Uri.EscapeDataString(Grain)}");

    public static string PrefixOf(string stateName) => $"~due/{Uri.EscapeDataString(stateName)}/";

    /// <summary>From a name that begins with the prefix of that state name.</summary>
    public static DueMark Of(string stateName, string name)
    {
        var rest = name.AsSpan(PrefixOf(stateName).Length);
        var ticks = long.Parse(rest[..19], NumberStyles.None, CultureInfo.InvariantCulture);
        return new DueMark(stateName, new DateTimeOffset(ticks, TimeSpan.Zero), Uri.UnescapeDataString(rest[20..].ToString()));
    }
}
