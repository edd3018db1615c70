using System.Globalization;
using System.Text.RegularExpressions;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;
using SessionShare.Silo.Telemetry;

namespace SessionShare.Gateway.Tests.Telemetry;

/// <summary>GET /metrics, of a gateway with its silo.</summary>
public sealed partial class MetricsPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.Start("--set", "Gateway:MetricsUrl=http://127.0.0.1:0");

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Session_has_series_of_its_own_that_name_no_person_and_end_with_it()
    {
        string id;
        await using (var session = await WalkedSession.Begin(_gateway, Role.View))
        {
            id = session.Id.ToString();
            await session.Output("secret words");
            await using var guest = await Caller.Come(_gateway, session.Id, null, session.Secret);

            var page = await Until(lines => ValueOf(lines, $"sessionshare_live_participants{{organization=\"default\",session=\"{id}\"}}") == 1);

            ValueOf(page, $"sessionshare_live_frames_total{{organization=\"default\",session=\"{id}\"}}").Should().Be(1);
            ValueOf(page, $"sessionshare_live_phase{{organization=\"default\",phase=\"sharing\",session=\"{id}\"}}").Should().Be(1);
            ValueOf(page, $"sessionshare_traffic_viewers{{session=\"{id}\"}}").Should().Be(1);
            ValueOf(page, $"sessionshare_traffic_appends_total{{session=\"{id}\"}}").Should().Be(1);
            ValueOf(page, "sessionshare_session_commit_duration_seconds_count").Should().BeGreaterThanOrEqualTo(1);
            string.Join('\n', page).Should().NotContainAny(WalkedSession.Ada, "secret words", session.Secret);
            await session.End();
        }

        await Until(lines => !lines.Any(line => line.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_line_is_prometheus_text_and_no_series_stands_twice()
    {
        await using var session = await WalkedSession.Begin(_gateway);
        await session.Output("x");

        var page = await Page();

        page.Where(line => !Comment().IsMatch(line) && !Sample().IsMatch(line)).Should().BeEmpty();
        page.Where(line => line[0] != '#').Select(SeriesOf).Should().OnlyHaveUniqueItems();
        page.Should().Contain(line => line.StartsWith("kestrel_", StringComparison.Ordinal));
        page.Should().Contain(line => line.StartsWith("dotnet_", StringComparison.Ordinal));
        page.Should().Contain(line => line.StartsWith("signalr_server_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Histogram_counts_each_measurement_in_every_bucket_from_its_own_on()
    {
        await using var session = await WalkedSession.Begin(_gateway);
        await session.Output("x");

        var buckets = (await Page()).Where(line => line.StartsWith("sessionshare_session_commit_duration_seconds_bucket", StringComparison.Ordinal)).Select(ValueOf).ToArray();

        buckets.Should().HaveCountGreaterThan(5).And.BeInAscendingOrder();
        buckets[^1].Should().Be(ValueOf(await Page(), "sessionshare_session_commit_duration_seconds_count"));
    }

    [Fact]
    public async Task People_do_not_reach_the_page_where_they_reach_the_gateway() =>
        (await _gateway.Get(MetricsPage.Path)).Content.Headers.ContentType?.MediaType.Should().NotBe("text/plain");

    private async Task<string[]> Page()
    {
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri(_gateway.Of<MetricsServer>().Address + MetricsPage.Path));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<string[]> Until(Predicate<string[]> holds)
    {
        using var late = new CancellationTokenSource(Patience);
        string[] page;
        while (!holds(page = await Page()))
            await Task.Delay(20, late.Token);
        return page;
    }

    private static string SeriesOf(string line) => line[..line.LastIndexOf(' ')];

    private static double ValueOf(string line) => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static double? ValueOf(string[] page, string series) => page.FirstOrDefault(line => SeriesOf(line) == series) is { } found ? ValueOf(found) : null;

    [GeneratedRegex("""^# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram))$""")]
    private static partial Regex Comment();

    [GeneratedRegex("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.]+(E[+-]?[0-9]+)?|[+-]Inf|NaN)$""")]
    private static partial Regex Sample();
}
