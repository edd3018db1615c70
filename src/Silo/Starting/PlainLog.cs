using Microsoft.Extensions.Logging.Console;

namespace SessionShare.Silo.Starting;

/// <summary>The log: one line an entry, on the standard error, so that the standard output has the first line that programs read.</summary>
public static class PlainLog
{
    /// <summary>The setting that says how a line is written: <c>plain</c>, the default, for people, or <c>json</c> for programs.</summary>
    public const string Format = "Logging:Format";

    private const string Json = "json";
    private const string Plain = "plain";

    /// <param name="configuration">Its section <c>Logging</c> changes levels, and says the format.</param>
    /// <exception cref="Settings.SettingsException">The format is none.</exception>
    public static void AddPlainLog(this ILoggingBuilder log, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        log
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter(nameof(SessionShare), LogLevel.Information)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical) // A failed start: the program itself says it.
            .AddFilter("Orleans.Connections.Security", LogLevel.Error) // Members knock at each other's ports several times a second (PeerPorts), which are handshakes that break off.
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddLines(IsJson(configuration))
            .Services.Configure<ConsoleLoggerOptions>(console =>
            {
                console.LogToStandardErrorThreshold = LogLevel.Trace;
                console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite; // Who does not read the log holds nobody up.
            });
    }

    /// <summary>Whether programs are to read it.</summary>
    internal static bool IsJson(IConfiguration configuration) => configuration[Format] switch
    {
        null or Plain => false,
        Json => true,
        var other => throw new Settings.SettingsException([$"{Format} is '{other}'; it must be {Plain} or {Json}."]),
    };

    private static ILoggingBuilder AddLines(this ILoggingBuilder log, bool json)
    {
        if (!json)
            return log.AddSimpleConsole(line =>
            {
                line.SingleLine = true;
                line.UseUtcTimestamp = true;
                line.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
                line.ColorBehavior = LoggerColorBehavior.Disabled;
            });

        log.Services.AddSingleton<ConsoleFormatter>(services => new JsonLines(services.GetService<TimeProvider>() ?? TimeProvider.System));
        return log.AddConsole(console => console.FormatterName = JsonLines.FormatterName);
    }
}
