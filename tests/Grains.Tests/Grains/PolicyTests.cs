using SessionShare.Grains.Quota;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Grains;

/// <summary>A policy in force, and one that grew stricter over a restart.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task A_share_against_the_policy_is_refused_and_counts_as_none()
    {
        await using var silo = await SiloFixture.Start(policy: options => options.Links = false);

        (await silo.Session("s").Share(ShareOf())).Refused!.Reason.Should().Be(Reason.Policy);

        var usage = await silo.Grains.GetGrain<IUserQuotaGrain>("u-ada").Usage(Ada);
        usage.SharesStarted.Should().Be(0);
        usage.Policy!.Links.Should().BeFalse();
        silo.Log.Has("s").Should().BeFalse();
        (await silo.Session("s").Share(ShareOf() with { Link = Role.None })).Refused.Should().BeNull();
    }

    [Fact]
    public async Task After_a_restart_with_a_stricter_policy_the_rules_beyond_it_let_nobody_in()
    {
        var first = await SiloFixture.Start();
        var share = await first.Share("s");
        (await first.Session("s").Join(JoinOf(Bob))).Role.Should().Be(Role.Edit);
        await first.Stop();

        await using var silo = await SiloFixture.Start(first.Log, first.States, policy: options => (options.Links, options.LongestGrant) = (false, TimeSpan.FromHours(1)));

        (await silo.Session("s").Join(JoinOf(Bob))).Refused!.Reason.Should().Be(Reason.UnknownOrForbidden);
        (await silo.Session("s").Join(JoinOf(null, "p2", share.LinkSecret))).Refused!.Reason.Should().Be(Reason.NoAccess);
        var access = (await silo.Session("s").Access(Ada)).Access!;
        (access.Allow.Length, access.Link.Role, access.Policy!.LongestGrant).Should().Be((0, Role.None, TimeSpan.FromHours(1)));
        (await silo.Session("s").ChangeAccess(new AccessCall(Ada, AccessVerb.Allow, "bob@example.com", Role: Role.View))).Access!.Allow.Should().ContainSingle().Which.Until.Should().NotBeNull();
        (await silo.Session("s").Join(JoinOf(Bob))).Role.Should().Be(Role.View);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_is_older_than_a_new_policy_allows_ends_though_nobody_calls_it()
    {
        var first = await SiloFixture.Start();
        await first.Share("s");
        await first.Stop();
        first.States.SetDue("s", DateTimeOffset.UnixEpoch);

        await using var silo = await SiloFixture.Start(first.Log, first.States, policy: options => options.LongestSession = TimeSpan.FromTicks(1));

        await SiloFixture.Until(() => first.States.Of("s")?.Ended is not null, "that the session has ended");
        first.States.Of("s")!.Ended!.Reason.Should().Be(Reason.SessionTimeLimit);
        await first.DisposeAsync();
    }
}
