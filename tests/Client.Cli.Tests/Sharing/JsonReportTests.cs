using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

/// <summary>The lines that docs/cli.md promises to programs.</summary>
public sealed class JsonReportTests
{
    [Fact]
    public void Every_event_is_one_line()
    {
        using var output = new StringWriter();
        var report = new JsonReport(output);
        var guest = new Participant("p1", new("Zoe", null), Role.View, Away: false);

        report.Shared(SessionId.Parse("0000000000000000000001"), "https://example.com/s/0000000000000000000001#k=2");
        report.Participant(RosterChange.Joined, guest);
        report.Participant(RosterChange.Changed, guest with { Role = Role.Edit });
        report.Participant(RosterChange.Left, guest);
        report.Notice(new(Reason.DayLimit, "80 %"));
        report.SharedWithMe(new(SessionId.Parse("0000000000000000000003"), "theirs", new("Bo", "bo@example.com"), Role.Edit, default, "https://h/s/3"));
        report.Reconnecting("gone");
        report.Reconnected();
        report.Ended(new(Reason.SharerExited, "The shared command has ended.", 3, null));

        output.ToString().Should().Be("""
            {"event":"shared","session":"0000000000000000000001","link":"https://example.com/s/0000000000000000000001#k=2"}
            {"event":"joined","participant":"p1","name":"Zoe","role":"view","guest":true,"away":false}
            {"event":"changed","participant":"p1","name":"Zoe","role":"edit","guest":true,"away":false}
            {"event":"left","participant":"p1","name":"Zoe","role":"view","guest":true,"away":false}
            {"event":"notice","reason":"dayLimit","text":"80 %"}
            {"event":"sharedWithMe","session":"0000000000000000000003","title":"theirs","sharer":{"name":"Bo","email":"bo@example.com"},"role":"edit","link":"https://h/s/3"}
            {"event":"reconnecting","text":"gone"}
            {"event":"reconnected"}
            {"event":"ended","reason":"sharerExited","text":"The shared command has ended.","exitCode":3}

            """);
    }

    [Fact]
    public void What_was_chosen_for_the_session_stands_in_the_first_line()
    {
        using var output = new StringWriter();
        var asked = new ShareArguments(null, [], Role.None, null, null, null, false, true, null, [], null, false, TimeSpan.FromHours(12), new IdleRule(null, 60), new(null));

        new JsonReport(output, asked).Shared(SessionId.Parse("0000000000000000000001"), "https://example.com/");

        output.ToString().Should().Be("""
            {"event":"shared","session":"0000000000000000000001","link":"https://example.com/","keepSeconds":43200,"idle":{"endSeconds":60},"resumed":true}

            """);
    }

    [Fact]
    public void Joining_leaving_and_changing_are_told_apart()
    {
        var ana = new Participant("a", new("Ana", "ana@example.com"), Role.View, false);
        var bo = ana with { Id = "b" };
        var cy = ana with { Id = "c" };

        RosterChanges.Between(Roster(ana, bo), Roster(bo with { Role = Role.Edit }, cy)).Should().Equal(
            (RosterChange.Left, ana), (RosterChange.Changed, bo with { Role = Role.Edit }), (RosterChange.Joined, cy));
    }

    private static Roster Roster(params Participant[] participants) => new(new("Sam", null), SharerState.Connected, participants);
}
