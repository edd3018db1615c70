using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using SessionShare.Grains.Telemetry;
using SessionShare.Silo.Starting;
using SessionShare.Silo.Telemetry;
using SessionShare.Storage;

namespace SessionShare.Gateway.Tests.Telemetry;

/// <summary>docs/telemetry.md says every instrument and every log event. Its tables are made from the code: run these tests with SESSIONSHARE_WRITE_DOCS=1.</summary>
public sealed class DocumentedTelemetryTests
{
    private const string End = "<!-- end -->";

    private static readonly string Document = Checkout.Document("telemetry.md");

    [Fact]
    public async Task Every_instrument_stands_in_the_document()
    {
        await using var gateway = new TestGateway();
        await gateway.InitializeAsync();
        var found = new List<Instrument>();
        using (var listener = new MeterListener())
        {
            listener.InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("SessionShare.", StringComparison.Ordinal) && instrument.Meter.Scope == gateway.Of<IMeterFactory>())
                    found.Add(instrument);
            };
            gateway.Of<MetricsPage>();
            listener.Start();
        }

        var table = new StringBuilder("| meter | instrument | at `/metrics` | kind | unit | meaning |\n|---|---|---|---|---|---|\n");
        foreach (var instrument in found.OrderBy(one => one.Meter.Name, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal))
            table.Append(CultureInfo.InvariantCulture, $"| `{instrument.Meter.Name}` | `{instrument.Name}` | `{MetricNames.Of(instrument)}` | {MetricNames.KindOf(instrument).ToString().ToLowerInvariant()} | `{instrument.Unit}` | {instrument.Description} |\n");
        Compare("instruments", table.ToString());
    }

    [Fact]
    public void Every_log_event_stands_in_the_document()
    {
        var table = new StringBuilder("| event | level | message |\n|---|---|---|\n");
        var events = new[] { typeof(SessionFigures), typeof(PostgresOptions), typeof(MetricsPage), typeof(GatewayOptions) }
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method, said: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(one => one.said is not null)
            .Select(one => $"| `{one.method.DeclaringType!.Name}.{JsonLines.EventOf(one.method.Name)}` | {one.said!.Level} | {one.said.Message} |")
            .Order(StringComparer.Ordinal);
        Compare("log events", table.AppendJoin('\n', events).Append('\n').ToString());
    }

    private static void Compare(string what, string table)
    {
        var text = File.ReadAllText(Document);
        var begin = $"<!-- made from the code: {what} -->\n";
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(End, from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SESSIONSHARE_WRITE_DOCS") == "1")
            File.WriteAllText(Document, text[..from] + table + text[to..]);
        else
            text[from..to].Should().Be(table, "the table is made from the code: run this test with SESSIONSHARE_WRITE_DOCS=1");
    }
}
