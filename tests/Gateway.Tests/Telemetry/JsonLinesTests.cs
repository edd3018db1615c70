using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Tests.Telemetry;

public sealed class JsonLinesTests
{
    [Fact]
    public void Line_names_the_session_the_event_and_the_trace()
    {
        using var span = new Activity("test").Start();
        KeyValuePair<string, object?>[] state = [new("SessionId", "abc"), new("Generation", 3L), new("{OriginalFormat}", "Session {SessionId}: {Generation}")];
        var entry = new LogEntry<KeyValuePair<string, object?>[]>(
            LogLevel.Error, "SessionShare.Grains.Sessions.SessionGrain", new EventId(1, "LogFenced"), state, new InvalidOperationException("why\nnot"), (_, _) => "Session abc: 3");
        using var text = new StringWriter();

        new JsonLines(TimeProvider.System).Write(entry, null, text);

        text.ToString().TrimEnd('\n').Should().NotContain("\n");
        var line = JsonDocument.Parse(text.ToString()).RootElement;
        line.GetProperty("sessionId").GetString().Should().Be("abc");
        line.GetProperty("generation").GetString().Should().Be("3");
        line.GetProperty("event").GetString().Should().Be("Fenced");
        line.GetProperty("level").GetString().Should().Be("Error");
        line.GetProperty("fault").GetString().Should().Contain("why");
        line.GetProperty("traceId").GetString().Should().Be(span.TraceId.ToHexString());
    }
}
