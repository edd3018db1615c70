using Microsoft.Extensions.Logging.Console;

namespace SessionShare.Silo.Starting;

/// <summary>The log: one line an entry, on the standard error, so that the standard output has the first line that programs read.</summary>
public static class PlainLog
{
    /// <param name="configuration">Its section <c>Logging</c> changes levels.</param>
    public static void AddPlainLog(this ILoggingBuilder log, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        log
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(nameof(SessionShare), LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical) // A failed start: the program itself says it.
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.UseUtcTimestamp = true;
                line.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
                line.ColorBehavior = LoggerColorBehavior.Disabled;
            })
            .Services.Configure<ConsoleLoggerOptions>(console =>
            {
                console.LogToStandardErrorThreshold = LogLevel.Trace;
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite; // Who does not read the log holds nobody up.
            });
    }
}
