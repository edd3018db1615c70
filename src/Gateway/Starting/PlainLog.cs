using Microsoft.Extensions.Logging.Console;

namespace SessionShare.Gateway.Starting;

/// <summary>The log: one line an entry, on the standard error, so that the standard output has the first line that programs read.</summary>
internal static class PlainLog
{
    public static void AddPlainLog(this WebApplicationBuilder builder)
    {
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(nameof(SessionShare), LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error) // Warns that its keys are plain text: their folder is this user's only.
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.UseUtcTimestamp = true;
                line.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
                line.ColorBehavior = LoggerColorBehavior.Disabled;
            })
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
