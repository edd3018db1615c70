using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using static SessionShare.Grains.Tests.Rules.SessionFixture;

namespace SessionShare.Grains.Tests.Rules;

/// <summary>Every role against every rule, and every deed against every role.</summary>
public sealed class PermissionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Role[] All = [Role.None, Role.View, Role.Edit, Role.Manage];
    private static readonly UserIdentity Teammate = new("u-tom", "Tom", "tom@example.com", "blue");
    private static readonly UserIdentity Owner = Ada with { Team = "blue" };

    [Fact]
    public void The_effective_role_is_the_highest_of_the_rules_that_have_not_ended_and_group_rules_stay_below_the_ceiling()
    {
        DateTimeOffset?[] ends = [null, Noon, Noon.AddTicks(1)];
        Role?[] ceilings = [null, Role.None, Role.View];
        var cases = 0;
        foreach (var (email, team, link) in from email in All from team in All from link in All where link < Role.Manage select (email, team, link))
        {
            foreach (var (emailEnd, teamEnd, linkEnd) in from one in ends from two in ends from three in ends select (one, two, three))
            {
                foreach (var ceiling in ceilings)
                {
                    var state = new SessionState
                    {
                        Owner = Owner,
                        LinkSecret = "linksecret",
                        Allow = email == Role.None ? [] : [new EmailRuleValue("TOM@example.com", email, emailEnd)],
                        TeamRole = team,
                        TeamUntil = teamEnd,
                        LinkRole = link,
                        LinkUntil = linkEnd,
                        Ceilings = ceiling is { } most ? [new EmailRuleValue("Tom@Example.com", most)] : [],
                    };
                    AccessRules.TakeEnded(state, Noon);
                    var byEmail = emailEnd == Noon ? Role.None : email;
                    var byTeam = teamEnd == Noon ? Role.None : team;
                    var byLink = linkEnd == Noon ? Role.None : link;
                    Role Capped(Role role) => role < (ceiling ?? Role.Manage) ? role : ceiling ?? Role.Manage;

                    AccessRules.RoleOf(state, Teammate, holdsLink: true).Should().Be(Max(byEmail, Capped(Max(byTeam, byLink))));
                    AccessRules.RoleOf(state, Teammate, holdsLink: false).Should().Be(Max(byEmail, Capped(byTeam)));
                    AccessRules.RoleOf(state, Teammate with { Team = "red" }, holdsLink: false).Should().Be(byEmail);
                    AccessRules.RoleOf(state, Eve, holdsLink: true).Should().Be(byLink, "it is another's ceiling");
                    AccessRules.RoleOf(state, Eve, holdsLink: false).Should().Be(Role.None);
                    AccessRules.RoleOf(state, null, holdsLink: true).Should().Be(byLink);
                    AccessRules.RoleOf(state, null, holdsLink: false).Should().Be(Role.None);
                    AccessRules.RoleOf(state, Owner, holdsLink: false).Should().Be(Role.Edit);
                    cases++;
                }
            }
        }

        cases.Should().Be(4 * 4 * 3 * 27 * 3);
    }

    [Fact]
    public void What_is_a_guests_own_counts_only_while_the_link_lets_it_in()
    {
        foreach (var (link, own) in from link in All where link < Role.Manage from own in new[] { Role.View, Role.Edit } select (link, own))
        {
            var state = new SessionState { Owner = Owner, LinkRole = link, LinkSecret = "linksecret" };
            AccessRules.RoleOf(state, null, true, new RoleRuleValue(own)).Should().Be(link == Role.None ? Role.None : own);
            AccessRules.RoleOf(state, null, false, new RoleRuleValue(own)).Should().Be(Role.None);
            AccessRules.RoleOf(state, Eve, true, new RoleRuleValue(Role.Edit)).Should().Be(link, "it is for guests");
        }
    }

    [Fact]
    public void Every_deed_asks_for_its_role_and_the_sharer_may_everything()
    {
        foreach (var (deed, role) in from deed in Enum.GetValues<Deed>() from role in All select (deed, role))
        {
            var may = Permissions.LowestRole(deed) is { } lowest && role >= lowest;
            Permissions.May(deed, role).Should().Be(may);
            Permissions.May(deed, role, isSharer: true).Should().BeTrue();
            var expected = may ? (Reason?)null : role == Role.None ? Reason.UnknownOrForbidden : Reason.RoleTooLow;
            (Permissions.Refuse(deed, role)?.Reason).Should().Be(expected);
        }
    }

    [Fact]
    public void The_document_has_the_same_table()
    {
        var rows = Enum.GetValues<Deed>().Select(deed =>
            $"| {Spaced(deed)} | {string.Join(" | ", All.Select(role => Permissions.May(deed, role) ? "yes" : "no"))} | yes |");

        var document = File.ReadAllText(Path.Combine(Root(), "docs", "security.md"));

        foreach (var row in rows)
            document.Should().Contain(row);
    }

    private static string Spaced(Deed deed) => string.Concat(deed.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SessionShare.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static Role Max(Role one, Role other) => one > other ? one : other;
}
