using SessionShare.Cli.Access;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Access;

public sealed class AccessTextTests
{
    private static readonly Protocol.Access Rules = new(
        [new StandingRule("bob@example.com", Role.View, null), new StandingRule("bob@example.com", Role.Edit, new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero))],
        new StandingTeamRule("blue", Role.View, null),
        new StandingRoleRule(Role.Edit, null),
        "https://host/s/ID#k=NEW",
        ["eve@example.com"],
        ["zoe@example.com"]);

    [Fact]
    public void Sharer_reads_every_rule_with_its_end()
    {
        var text = string.Join('\n', AccessText.Of(Rules, TimeProvider.System));

        text.Should().Contain("bob@example.com: view\n").And.Contain("bob@example.com: edit, until ").And.Contain("Your team blue: view");
        text.Should().Contain("Anyone with the link: edit").And.Contain("#k=NEW").And.Contain("eve@example.com: by team or link no more than view").And.Contain("zoe@example.com: removed");
    }

    [Fact]
    public void What_the_organization_forbids_is_said_with_the_rules_and_with_what_is_used()
    {
        var policy = new OrganizationPolicy(false, false, false, ["a.example", "b.example"], 8 * 3600, 12 * 3600);

        PolicyText.Of(policy).Should().Equal(
            "sharing is off",
            "links let nobody in",
            "nobody comes in without signing in",
            "only people of a.example, b.example share and come in",
            "who is let in is so for 8 hours at the most; a rule without an end ends then",
            "a session lives for 12 hours at the most");
        AccessText.Of(Rules with { Policy = policy }, TimeProvider.System).Should().Contain("By the organization's policy sharing is off.");
        AccessText.Of(new AccessChange { Team = new RoleRule(Role.View) }, Rules with { Policy = policy }).First()
            .Should().Be("Everyone of your team blue may watch for 8 hours, as the organization's policy has it.");
        Cli.Sessions.UsageCommand.Text(new Usage("unlimited", 0, null, 0, 1, default, 1, null, policy), TimeProvider.System).Should().Contain("Policy:           links let nobody in");
    }

    [Fact]
    public void Giving_edit_says_what_that_means_and_giving_view_does_not()
    {
        Said(new AccessChange { Allow = new EmailRule("bob@example.com", Role.Edit, 900) }).Should().Contain("may type for 15 minutes").And.Contain("No mail is sent").And.Contain("whatever you can");
        Said(new AccessChange { Allow = new EmailRule("bob@example.com", Role.View) }).Should().Contain("may watch").And.NotContain("whatever you can");
        Said(new AccessChange { Link = new RoleRule(Role.Edit) }).Should().Contain("Anyone with this link may type").And.Contain("#k=NEW").And.Contain("who came by it is out").And.Contain("whatever you can");
    }

    [Fact]
    public void Revoking_and_removing_say_what_the_link_still_allows()
    {
        Said(new AccessChange { Revoke = new WhoRule("bob@example.com") }).Should().Contain("access link view");
        Said(new AccessChange { Remove = new WhoRule("bob@example.com") }).Should().Contain("link off");
        Said(new AccessChange { RevokeAll = true }).Should().Be("Nobody but you may type.");
        string.Join('\n', AccessText.Of(new AccessChange { Remove = new WhoRule("b@example.com") }, Rules with { Link = new StandingRoleRule(Role.None, null) }))
            .Should().Be("b@example.com is out, until allowed again.");
    }

    private static string Said(AccessChange change) => string.Join('\n', AccessText.Of(change, Rules));
}
