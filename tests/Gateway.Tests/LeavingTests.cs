using System.Net;
using SessionShare.Gateway.Leaving;

namespace SessionShare.Gateway.Tests;

public sealed class LeavingTests
{
    [Fact]
    public async Task Everyone_is_sent_elsewhere_and_the_gateway_knows_when_they_have_gone()
    {
        var departures = new Departures(TimeSpan.FromMilliseconds(20), new Random(1), TimeProvider.System);
        var (one, other) = (departures.Arrive(), departures.Arrive());
        one.Over.IsCompleted.Should().BeFalse();

        var gone = departures.Begin();
        await one.Over;
        await other.Over;
        one.Dispose();
        gone.IsCompleted.Should().BeFalse();
        other.Dispose();

        await gone;
        departures.HaveBegun.Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_is_waited_for_where_nobody_is()
    {
        var departures = new Departures(TimeSpan.FromHours(1), new Random(1), TimeProvider.System);
        departures.Arrive().Dispose();

        await departures.Begin();
    }

    [Fact]
    public async Task Gateway_that_leaves_is_not_ready_and_says_why()
    {
        var gateway = await TestGateway.Start();

        await gateway.Of<Departures>().Begin();

        var ready = await gateway.Get("health/ready");
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Should().Contain("\"why\":\"The gateway is leaving.\"");
        (await gateway.Get("health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        await gateway.DisposeAsync();
    }
}
