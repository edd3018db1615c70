using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SessionShare.Grains.Audit;

/// <summary>
/// One organization's UTC day, the unit of the audit's log. An entry belongs to the day on which it is written, so that whoever has read a day that is over has read all of it:
/// <code>
/// day begins ............ day ends .. +1 min ............ +2 min ............ + KeepFor
/// │ entries are taken in                │ none any more     │ readers go on      │ deleted
/// </code>
/// The minute between is for clocks that differ.
/// </summary>
/// <param name="Organization">Whose.</param>
/// <param name="Date">Which.</param>
public sealed record AuditDay(string Organization, DateOnly Date)
{
    private static readonly TimeSpan TakesInAfterEnd = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IsReadAfterEnd = TimeSpan.FromMinutes(2);

    /// <summary>The form of a day.</summary>
    public const string Form = "yyyy-MM-dd";

    /// <summary>The grain's key.</summary>
    public string Key => $"{Organization}|{TextOf(Date)}";

    /// <summary>The name of its log. An organization's name may hold anything, and the stores' names may not.</summary>
    public string Log => $"audit-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Organization)).AsSpan(0, 12))}-{Date:yyyyMMdd}";

    /// <summary>The name of the log that it was written anew to, the first, second ... time; <see cref="Log"/> where it never was.</summary>
    public string LogOf(int copy) => copy == 0 ? Log : $"{Log}-{copy}";

    /// <summary>The day after it.</summary>
    public AuditDay Next => this with { Date = Date.AddDays(1) };

    private DateTimeOffset Begin => new(Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private DateTimeOffset End => Begin.AddDays(1);

    /// <summary>The day of a moment.</summary>
    public static AuditDay Of(string organization, DateTimeOffset moment) => new(organization, DateOnly.FromDateTime(moment.UtcDateTime));

    /// <summary>The day that a grain's key names.</summary>
    public static AuditDay Parse(string key)
    {
        var bar = key.LastIndexOf('|');
        return new AuditDay(key[..bar], TryParse(key[(bar + 1)..], out var date) ? date : throw new FormatException($"'{key}' names no day."));
    }

    /// <summary>Reads a day as <see cref="Form"/> has it.</summary>
    public static bool TryParse(string? text, out DateOnly date) => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>A day as <see cref="Form"/> has it.</summary>
    public static string TextOf(DateOnly date) => date.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Whether entries are still taken in.</summary>
    public bool TakesIn(DateTimeOffset now) => now < End + TakesInAfterEnd;

    /// <summary>Whether no entry comes any more, by whatever clock.</summary>
    public bool IsOver(DateTimeOffset now) => now >= End + IsReadAfterEnd;

    /// <summary>Whether its time to be kept is over.</summary>
    public bool IsExpired(DateTimeOffset now, TimeSpan keepFor) => now >= ExpiresAt(keepFor);

    /// <summary>
    /// When somebody must look at it: when it expires, and each day before, as an operator may have shortened the time to keep since.
    /// </summary>
    public DateTimeOffset NextDue(DateTimeOffset now, TimeSpan keepFor) => ExpiresAt(keepFor) is var end && end < now.AddDays(1) ? end : now.AddDays(1);

    /// <summary>Microseconds of a moment since the day began; 0 for one before.</summary>
    public long Microseconds(DateTimeOffset moment) => Math.Max(0, (long)(moment - Begin).TotalMicroseconds);

    private DateTimeOffset ExpiresAt(TimeSpan keepFor) => keepFor > DateTimeOffset.MaxValue - End ? DateTimeOffset.MaxValue : End + keepFor;
}
