namespace SessionShare.Cli.Tests.Sessions;

/// <summary>Noon of a day, for ever, in UTC.</summary>
internal sealed class Clock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
}
