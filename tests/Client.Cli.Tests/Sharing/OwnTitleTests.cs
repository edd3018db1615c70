using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class OwnTitleTests
{
    private static readonly Participant Viewer = new("v", new("Vi", "vi@example.com"), Role.View, Away: false);
    private static readonly Participant Editor = new("e", new("Ed", "ed@example.com"), Role.Edit, Away: false);

    [Fact]
    public void Sharer_sees_how_many_watch_and_who_can_edit()
    {
        Title().Should().Be("● shared · nobody watching");
        Title(Viewer).Should().Be("● shared · 1 watching");
        Title(Viewer, Editor).Should().Be("● shared · 2 watching · ed@example.com can edit");
    }

    [Fact]
    public void Who_is_away_does_not_watch_but_can_still_edit() => Title(Editor with { Away = true }).Should().Be("● shared · nobody watching · ed@example.com can edit");

    [Fact]
    public void Many_editors_are_counted() =>
        Title([.. Enumerable.Range(1, 4).Select(n => Editor with { Id = $"{n}", Person = new($"E{n}", $"e{n}@example.com") })]).Should().EndWith("· 4 can edit");

    [Fact]
    public void A_guests_name_can_do_nothing_to_the_title() =>
        Title(Editor with { Person = new("x\a\e]0;owned", null) }).Should().Be("● shared · 1 watching · x  ]0;owned (guest) can edit");

    [Fact]
    public void Lost_connection_notice_and_end_are_shown()
    {
        OwnTitle.Of(Roster(Viewer), connected: false, null, null).Should().Be("● shared · reconnecting");
        OwnTitle.Of(Roster(), true, "80 % of the day's bytes are used.", null).Should().EndWith(" · 80 % of the day's bytes are used.");
        OwnTitle.Of(Roster(Viewer), true, null, "You stopped sharing.").Should().Be("○ not shared any more: You stopped sharing.");
    }

    [Fact]
    public void Line_says_who_writes_the_draft_and_what_others_point_at()
    {
        var shown = new Dictionary<string, PresenceState> { ["e"] = new(Cursor: new DraftCursor(1, 0, 0), Typing: true), ["v"] = new(Selection: new PresenceSelection(Blocks: [new(3, 3)])) };
        OwnTitle.Line(Roster(Viewer, Editor), shown, connected: true, null, null, null, false).Should().Contain(" ed \e[0m✎ writes the draft").And.Contain(" vi \e[0m points at block 3");
    }

    private static Roster Roster(params Participant[] participants) => new(new("Sam", "sam@example.com"), SharerState.Connected, participants);

    private static string Title(params Participant[] participants) => OwnTitle.Of(Roster(participants), connected: true, null, null);
}
