using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SessionShare.Silo.Starting;

/// <summary>
/// The log for programs: one JSON object a line, with <c>time</c>, <c>level</c>, <c>category</c>, <c>event</c>, <c>message</c>, what the entry names (<c>sessionId</c> first of all), <c>fault</c> with an exception's text, and
/// <c>traceId</c> and <c>spanId</c> where something is traced.
/// </summary>
internal sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "sessionshare-json";

    private const string MethodPrefix = "Log";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("category", logEntry.Category);
            json.WriteString("event", EventOf(logEntry.EventId));
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.State is IEnumerable<KeyValuePair<string, object?>> named)
                WriteNamed(json, named);
            if (logEntry.Exception is { } fault)
                json.WriteString("fault", fault.ToString());
            if (Activity.Current is { } span)
                WriteTrace(json, span);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>An event's name is its method's, in the code that says it.</summary>
    internal static string EventOf(EventId id) => EventOf(id.Name ?? "");

    internal static string EventOf(string method) => method.StartsWith(MethodPrefix, StringComparison.Ordinal) ? method[MethodPrefix.Length..] : method;

    private static void WriteNamed(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> named)
    {
        foreach (var (name, value) in named.Where(one => one.Key is not ("{OriginalFormat}" or "")))
            json.WriteString(JsonNamingPolicy.CamelCase.ConvertName(name), value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString());
    }

    private static void WriteTrace(Utf8JsonWriter json, Activity span)
    {
        json.WriteString("traceId", span.TraceId.ToHexString());
        json.WriteString("spanId", span.SpanId.ToHexString());
    }
}
