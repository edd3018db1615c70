using SessionShare.Cli.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sessions;

public sealed class SessionListsTests
{
    private static readonly Clock Time = new();
    private static readonly DateTimeOffset Noon = Time.GetUtcNow();

    private static readonly MySession Live = new(
        SessionId.Parse("0000000000000000000001"), "mine", Noon.AddMinutes(-5), SharerState.Connected, 2, 1, 10, "https://h/s/1#k=1");

    private static readonly MySession Kept = Live with
    {
        Session = SessionId.Parse("0000000000000000000002"),
        Title = "over",
        EndedAt = Noon.AddHours(-1),
        EndReason = Reason.Idle,
        KeptUntil = Noon.AddDays(7),
    };

    private static readonly InvitedSession Invited = new(
        SessionId.Parse("0000000000000000000003"), "theirs", new("Bo", "bo@example.com"), Role.Edit, Noon.AddHours(-3), "https://h/s/3");

    [Fact]
    public void Each_part_stands_under_its_heading()
    {
        var lines = Text([Kept, Live], [Invited]);

        lines.Where(line => line.Length == 0 || line[0] != ' ').Should().Equal("Shared by you", "", "Shared with you", "", "Ended, history kept");
        lines[2].Should().Contain("0000000000000000000001  mine ").And.Contain("5 min").And.EndWith("https://h/s/1#k=1");
        lines[6].Should().Contain("0000000000000000000003  theirs ").And.Contain("bo@example.com").And.Contain("edit").And.Contain("3 h").And.EndWith("https://h/s/3");
        lines[10].Should().Contain("0000000000000000000002  over ").And.Contain("2026-01-01 11:00").And.Contain("2026-01-08 12:00").And.EndWith("Nothing happened for a long time.");
    }

    [Fact]
    public void A_part_that_is_empty_is_not_there()
    {
        Text([], [Invited]).Should().HaveCount(3).And.HaveElementAt(0, "Shared with you");
        Text([], []).Should().Equal("You share nothing just now, and nothing is shared with you.");
    }

    [Fact]
    public void Titles_of_others_do_nothing_to_the_terminal_and_are_cut()
    {
        var row = Text([], [Invited with { Title = "\e]2;gotcha\a" + new string('x', 100) }])[2];

        row.Should().NotContain("\e").And.NotContain("\a").And.Contain("x…");
    }

    [Fact]
    public void A_program_gets_one_object_a_line_with_its_kind() =>
        new SessionLists([Kept, Live], [Invited], Time).Json().Should().Equal(
            """{"kind":"mine","session":"0000000000000000000001","title":"mine","startedAt":"2026-01-01T11:55:00+00:00","sharerState":"connected","participants":2,"editors":1,"bytes":10,"link":"https://h/s/1#k=1"}""",
            """{"kind":"sharedWithMe","session":"0000000000000000000003","title":"theirs","sharer":{"name":"Bo","email":"bo@example.com"},"role":"edit","startedAt":"2026-01-01T09:00:00+00:00","link":"https://h/s/3"}""",
            """{"kind":"kept","session":"0000000000000000000002","title":"over","startedAt":"2026-01-01T11:55:00+00:00","endedAt":"2026-01-01T11:00:00+00:00","endReason":"idle","keptUntil":"2026-01-08T12:00:00+00:00","bytes":10,"link":"https://h/s/1#k=1"}""");

    [Fact]
    public void What_is_used_and_what_remains_is_said_with_when_it_resets()
    {
        var usage = new Usage("limited", 3, 50, 900, 1_000, Noon.AddHours(12), 100_000_000, "Ask it@example.com for more.");

        UsageCommand.Text(usage, Time).Should().Equal(
            "Plan:             limited",
            "Shares:           3 used, of 50 in all; they are never reset",
            "Bytes today:      900 used of 1,000, 100 remain",
            "They reset at:    2026-01-02 00:00 (2026-01-02 00:00 UTC)",
            "A session holds:  100,000,000 bytes at the most",
            "Ask it@example.com for more.");
    }

    private static List<string> Text(IReadOnlyList<MySession> own, IReadOnlyList<InvitedSession> invited) => [.. new SessionLists(own, invited, Time).Text()];
}
