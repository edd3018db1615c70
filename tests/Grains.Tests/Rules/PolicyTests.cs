using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>An organization's policy: what it refuses, with which words, and what becomes of a session when it grows stricter.</summary>
public sealed class PolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly LogHead Empty = new(2, 1, 0, 0, 0, null);

    /// <summary>Policy, what is shared, and what must stand in the refusal; null: it may begin.</summary>
    public static TheoryData<string, PolicyOptions, ShareCall, string?> Shares() => new()
    {
        { "nothing is forbidden", new(), ShareOf(allow: Rule("eve@evil.example")), null },
        { "sharing off", new() { Sharing = false }, ShareOf(), "Sharing is off (Policy:Sharing)." },
        { "links off", new() { Links = false }, ShareOf(), "Links let nobody in (Policy:Links)" },
        { "links off, none asked for", new() { Links = false }, ShareOf() with { Link = Role.None }, null },
        { "guests off", new() { Guests = false }, ShareOf(), null },
        { "own domain", new() { Domains = "example.org, EXAMPLE.com" }, ShareOf(allow: Rule("bob@Example.Com")), null },
        { "another's domain", new() { Domains = "example.com" }, ShareOf(allow: Rule("eve@evil.example")), "Only people of example.com share and come in (Policy:Domains); eve@evil.example is not." },
        { "a domain that only ends alike", new() { Domains = "example.com" }, ShareOf(allow: Rule("eve@notexample.com")), "(Policy:Domains)" },
        { "a domain below", new() { Domains = "example.com" }, ShareOf(allow: Rule("eve@evil.example.com")), "(Policy:Domains)" },
        { "the sharer's own domain", new() { Domains = "example.org" }, ShareOf() with { Link = Role.None }, "ada@example.com is not" },
        { "without an end", new() { LongestGrant = TimeSpan.FromHours(8) }, ShareOf(allow: Rule("bob@example.com")), null },
        { "up to the longest", new() { LongestGrant = TimeSpan.FromHours(8) }, ShareOf(allow: Rule("bob@example.com", 8)), null },
        { "an address for longer", new() { LongestGrant = TimeSpan.FromHours(8) }, ShareOf(allow: Rule("bob@example.com", 9)), "at most 8 h (Policy:LongestGrant)" },
        { "the link for longer", new() { LongestGrant = TimeSpan.FromMinutes(30) }, ShareOf() with { LinkUntil = Now.AddHours(1) }, "at most 30 min (Policy:LongestGrant)" },
        { "the team for longer", new() { LongestGrant = TimeSpan.FromDays(3) }, ShareOf() with { Team = Role.View, TeamUntil = Now.AddDays(4) }, "at most 3 days (Policy:LongestGrant)" },
    };

    [Theory]
    [MemberData(nameof(Shares))]
    public void A_share_is_refused_for_the_policy_that_it_is_against(string what, PolicyOptions options, ShareCall call, string? refusal)
    {
        var refused = new Policy(options).RefuseShare(call, Now);

        if (refusal is null)
            refused.Should().BeNull(what);
        else
            refused.Should().Match<RefusalValue>(told => told.Reason == Reason.Policy && told.Text.Contains(refusal, StringComparison.Ordinal), what);
    }

    /// <summary>Policy, change, and what must stand in the refusal; null: it is made.</summary>
    public static TheoryData<string, PolicyOptions, AccessCall, string?> Changes() => new()
    {
        { "links off", new() { Links = false }, new(Ada, AccessVerb.Link, Role: Role.View), "(Policy:Links)" },
        { "links off, and it is taken", new() { Links = false }, new(Ada, AccessVerb.Link, Role: Role.None), null },
        { "another's domain", new() { Domains = "example.com" }, new(Ada, AccessVerb.Allow, "eve@evil.example", Role: Role.View), "(Policy:Domains)" },
        { "another's domain is taken", new() { Domains = "example.com" }, new(Ada, AccessVerb.Remove, "eve@evil.example"), null },
        { "an address for longer", new() { LongestGrant = TimeSpan.FromHours(1) }, new(Ada, AccessVerb.Allow, "bob@example.com", Role: Role.View, Until: Now.AddHours(2)), "(Policy:LongestGrant)" },
        { "a grant for longer", new() { LongestGrant = TimeSpan.FromHours(1) }, new(Ada, AccessVerb.Grant, Participant: "p1", Role: Role.Edit, Until: Now.AddHours(2)), "(Policy:LongestGrant)" },
        { "a grant without an end", new() { LongestGrant = TimeSpan.FromHours(1) }, new(Ada, AccessVerb.Grant, Participant: "p1", Role: Role.Edit), null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_refused_for_the_policy_that_it_is_against(string what, PolicyOptions options, AccessCall call, string? refusal)
    {
        var policy = new Policy(options);
        var session = Begun(policy, Rule("bob@example.com"));
        session.Rules.Join(JoinOf(Bob));

        var answer = session.Rules.Change(call, "x", Now);

        if (refusal is null)
            answer.Refused.Should().BeNull(what);
        else
            answer.Refused.Should().Match<RefusalValue>(told => told.Reason == Reason.Policy && told.Text.Contains(refusal, StringComparison.Ordinal), what);
    }

    [Fact]
    public void A_rule_without_an_end_gets_the_latest()
    {
        var session = Begun(new Policy(new PolicyOptions { LongestGrant = TimeSpan.FromHours(8) }), Rule("bob@example.com"));
        session.State.Allow.Should().OnlyContain(rule => rule.Until == Now.AddHours(8));
        session.State.LinkUntil.Should().Be(Now.AddHours(8));

        session.Rules.Change(new AccessCall(Ada, AccessVerb.Allow, "eve@example.com", Role: Role.View), "x", Now.AddHours(1));

        session.State.Allow.Single(rule => rule.Email == "eve@example.com").Until.Should().Be(Now.AddHours(9));
    }

    /// <summary>Policy, who comes, whether with the link's secret, and what must stand in the refusal; null: comes in.</summary>
    public static TheoryData<string, PolicyOptions, UserIdentity?, bool, string?> Joins() => new()
    {
        { "a guest", new(), null, true, null },
        { "a guest, guests off", new() { Guests = false }, null, true, "(Policy:Guests)" },
        { "who signed in, guests off", new() { Guests = false }, Eve, true, null },
        { "by the link, links off", new() { Links = false }, Eve, true, "(Policy:Links)" },
        { "by address, links off", new() { Links = false }, Bob, true, null },
        { "of another domain, by the link", new() { Domains = "example.org" }, Eve, true, "(Policy:Domains); eve@example.com is not" },
        { "of another domain, by address", new() { Domains = "example.org" }, Bob, false, "(Policy:Domains)" },
        { "of no rule at all", new() { Domains = "example.org", Links = false, Guests = false }, Eve, false, "There is no such session" },
        { "a guest of no rule at all", new() { Guests = false }, null, false, "There is no such session" },
    };

    [Theory]
    [MemberData(nameof(Joins))]
    public void Who_comes_in_by_a_rule_is_held_off_by_the_policy_and_told_so(string what, PolicyOptions options, UserIdentity? user, bool holdsLink, string? refusal)
    {
        // Rules of before, which a stricter policy has not been read with.
        var session = Begun(Policy.None, Rule("bob@example.com"));
        var state = session.State;
        var rules = new Session(state, Empty, session.Options, new Quota.SupportOptions(), Now, new Policy(options));
        (state.LinkRole, state.Allow) = (Role.View, [Rule("bob@example.com")]);

        var answer = rules.Join(JoinOf(user, secret: holdsLink ? "linksecret" : null));

        if (refusal is null)
            answer.Refused.Should().BeNull(what);
        else
            answer.Refused!.Text.Should().Contain(refusal, what);
    }

    [Fact]
    public void A_stricter_policy_counts_at_once_for_rules_that_are_there_and_for_those_who_are_in()
    {
        var session = Begun(Policy.None, Rule("bob@example.com"), Rule("old@evil.example"), Rule("soon@example.com", 1));
        session.Rules.Join(JoinOf(Bob));
        session.Rules.Join(JoinOf(null, "p2", "linksecret"));

        var stricter = session.Activate(Empty, policy: new Policy(new PolicyOptions { Domains = "example.com", Guests = false, LongestGrant = TimeSpan.FromHours(2) }));

        session.State.Allow.Select(rule => rule.Email).Should().Equal("soon@example.com");
        session.State.LinkRole.Should().Be(Role.None, "it had no end");
        stricter.Roster().Participants.Should().BeEmpty();
        stricter.StampNotes("s", Now);
        session.State.Audit.Where(entry => entry.Kind == AuditKind.RuleEnded).Select(entry => (entry.Whom?.Email ?? entry.Text, entry.Reason)).Should().BeEquivalentTo(
            [("bob@example.com", Reason.Policy), ("old@evil.example", Reason.Policy), ("link", Reason.Policy)]);
        session.State.Audit.Count(entry => entry.Kind == AuditKind.Left).Should().Be(2);
    }

    [Fact]
    public void A_policy_that_is_as_it_was_changes_nothing_at_an_activation()
    {
        var policy = new Policy(new PolicyOptions { Domains = "example.com", LongestGrant = TimeSpan.FromHours(2) });
        var session = Begun(policy, Rule("bob@example.com"));
        session.Rules.Join(JoinOf(Bob));
        session.Now = Now.AddHours(1);

        var again = session.Activate(Empty, policy: policy);

        again.StateVersion.Should().Be(0);
        session.State.Allow.Should().ContainSingle();
        again.Roster().Participants.Should().ContainSingle().Which.Role.Should().Be(Role.Edit);
    }

    [Fact]
    public void The_longest_session_is_announced_and_ends_it_with_its_number()
    {
        var session = Begun(new Policy(new PolicyOptions { LongestSession = TimeSpan.FromHours(8) }));
        session.Rules.NextDue(Now).Should().BeOnOrBefore(Now.AddHours(8) - TimeSpan.FromMinutes(5));

        session.Rules.Pass(Now.AddHours(8) - TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        session.Rules.Notice.Should().NotBe(new NoticeValue(Reason.SessionTimeLimit, ""));
        session.Rules.Pass(Now.AddHours(8) - TimeSpan.FromMinutes(5));
        session.Rules.Notice!.Text.Should().Be("A session lives for at most 8 h here: this one ends at 20:00:00 UTC.");
        session.Rules.StoredDue(Now.AddHours(8) - TimeSpan.FromMinutes(5)).Should().Be(Now.AddHours(8), "though nobody calls");

        session.Rules.Pass(Now.AddHours(8));

        session.Rules.Ended.Should().Match<EndedValue>(end => end.Reason == Reason.SessionTimeLimit && end.Text.EndsWith("It is 8 h (Policy:LongestSession).", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_sharing_is_switched_off_sessions_that_live_end_and_their_sharers_hear_why()
    {
        var session = Begun(Policy.None);
        var off = session.Activate(Empty, policy: new Policy(new PolicyOptions { Sharing = false }));

        off.MayShare(ShareOf(epoch: 1))!.Reason.Should().Be(Reason.Policy);
        off.NextDue(Now).Should().BeOnOrBefore(Now);
        off.Pass(Now);

        off.Ended!.Text.Should().Contain("Sharing is off (Policy:Sharing).");
    }

    [Fact]
    public void A_rule_that_ends_soon_is_stored_once_and_not_again_and_again()
    {
        var session = Begun(Policy.None, Rule("bob@example.com", 0.1));
        session.State.NextDue = session.Rules.StoredDue(Now);
        var version = session.Rules.StateVersion;

        session.Rules.Pass(Now);
        session.Rules.Pass(Now.AddSeconds(1));

        session.Rules.StateVersion.Should().Be(version);
        session.Rules.NextDue(Now.AddSeconds(1)).Should().BeAfter(Now.AddSeconds(1));
    }

    [Fact]
    public void What_is_forbidden_is_told_and_nothing_where_nothing_is()
    {
        Policy.None.ToValue().Should().BeNull();
        new Policy(new PolicyOptions { Domains = "a.example,b.example", LongestGrant = TimeSpan.FromHours(1) }).ToValue()!.ToWire().Should().BeEquivalentTo(
            new OrganizationPolicy(true, true, true, ["a.example", "b.example"], 3600, null));
    }

    [Theory]
    [InlineData("@example.com", "00:00:00", "Policy:Domains is '@example.com'")]
    [InlineData("a.example,,b.example", "00:00:00", "Policy:Domains is")]
    [InlineData(null, "00:00:30", "Policy:LongestGrant is 00:00:30")]
    public void A_policy_that_is_none_is_named(string? domains, string longest, string fault) =>
        new PolicyOptions { Domains = domains, LongestGrant = TimeSpan.Parse(longest, System.Globalization.CultureInfo.InvariantCulture) }.Faults().Should().ContainSingle().Which.Should().StartWith(fault);

    private static EmailRuleValue Rule(string email, double? hours = null) => new(email, Role.Edit, hours is { } h ? Now.AddHours(h) : null);

    private static SessionFixture Begun(Policy policy, params EmailRuleValue[] allow) => new SessionFixture(policy.WithEnds(ShareOf(allow: allow), Now), policy: policy).Share();
}
