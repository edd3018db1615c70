using System.Collections.Concurrent;
using System.Diagnostics;
using SessionShare.Gateway.Tests.Walk;
using SessionShare.Grains.Telemetry;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Telemetry;

/// <summary>Spans, of a gateway with its silo.</summary>
public sealed class TracingTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Theory]
    [InlineData("share")]
    [InlineData("join")]
    [InlineData("grant")]
    public async Task What_the_session_does_hangs_below_what_the_gateway_was_asked(string verb)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName || source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await using var session = await WalkedSession.Begin(gateway, Role.View);
        await using var guest = await Caller.Come(gateway, session.Id, null, session.Secret);
        await session.Change(new AccessChange { Link = new RoleRule(Role.Edit) });

        var own = spans.Where(span => span.GetTagItem("session") as string == session.Id.ToString()).ToArray();
        var asked = own.Should().ContainSingle(span => span.OperationName == verb).Which;
        var inside = own.Should().ContainSingle(span => span.OperationName == $"session {verb}").Which;
        inside.TraceId.Should().Be(asked.TraceId);
        inside.GetTagItem("reason").Should().Be("none");
        own.SelectMany(span => span.TagObjects).Should().NotContain(tag => tag.Value != null && tag.Value.ToString()!.Contains('@'));
    }
}
