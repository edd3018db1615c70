using SessionShare.Cli.Sessions;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sessions;

public sealed class ListViewTests
{
    private static readonly Clock Time = new();
    private static readonly SessionId Id = SessionId.Parse("0000000000000000000001");
    private static readonly InvitedSession Theirs = new(Id, "theirs", new("Bo", "bo@example.com"), Role.Edit, Time.GetUtcNow(), "https://h/s/3");
    private static readonly MySessions Nothing = new([], []);

    [Fact]
    public void A_program_gets_each_session_as_it_is_now_and_what_is_gone()
    {
        var output = new StringWriter();
        var view = new JsonListView(output);
        view.Show(new ListEvent.Present(Nothing), Nothing);
        view.Show(new ListEvent.Invited(Theirs, IsNew: true), Nothing);
        view.Show(new ListEvent.Gone(Id), Nothing);
        view.Show(new ListEvent.Answered(new AnsweredRequest(Id, "theirs", Role.View, Granted: false)), Nothing);

        Lines(output).Should().Equal(
            """{"kind":"sharedWithMe","session":"0000000000000000000001","title":"theirs","sharer":{"name":"Bo","email":"bo@example.com"},"role":"edit","startedAt":"2026-01-01T12:00:00+00:00","link":"https://h/s/3"}""",
            """{"kind":"gone","session":"0000000000000000000001"}""",
            """{"kind":"answered","session":"0000000000000000000001","title":"theirs","role":"view","granted":false}""");
    }

    [Fact]
    public void A_file_gets_the_lists_whenever_they_are_others()
    {
        var output = new StringWriter();
        var view = new TextListView(output, Time);
        view.Show(new ListEvent.Present(Nothing), Nothing);
        view.Show(new ListEvent.Reconnecting("Lost."), Nothing);
        view.Show(new ListEvent.Present(Nothing), Nothing);
        view.Show(new ListEvent.Invited(Theirs, IsNew: true), new MySessions([], [Theirs]));

        Lines(output).Where(line => line.Length == 0 || line[0] != ' ').Should().Equal("You share nothing just now, and nothing is shared with you.", "", "Shared with you");
    }

    [Fact]
    public void A_screen_holds_what_fits_and_says_how_much_does_not_and_what_is_new()
    {
        var screen = ScreenListView.Screen(["one", "a line that is longer", "three", "four", "five"], "news", new Cli.Pty.TerminalSize(16, 4));

        screen.Should().Be("\e[Hone\e[K\r\na line that is …\e[K\r\n… 3 more lines\e[K\r\n\e[J\e[4;1Hnews\e[K");
    }

    [Fact]
    public void Who_asks_stands_there_until_it_is_answered()
    {
        var mine = new MySession(Id, "mine", Time.GetUtcNow(), SharerState.Connected, 1, 0, 0, "", Requests: [new AskedRole("p1", new("Bo", "bo@example.com"), Role.Edit)]);
        ScreenListView.Asking(new MySessions([mine], [])).Should().Be("bo@example.com asks to type in mine.");
        ScreenListView.Asking(new MySessions([mine with { Requests = null }], [])).Should().BeNull();
        ScreenListView.Asking(new MySessions([mine with { Requests = null, Notice = new(Reason.DayLimit, "80 %") }, mine], [])).Should().Be("bo@example.com asks to type in mine.");
        ScreenListView.Asking(new MySessions([mine with { Requests = null, Notice = new(Reason.DayLimit, "80 %") }], [])).Should().Be("mine: 80 %");
    }

    [Fact]
    public void What_somebody_shared_is_one_harmless_sentence() =>
        SharedWithMe.Sentence(Theirs with { Title = "\e]2;gotcha\a" }).Should().Be("Bo shared  ]2;gotcha  with you: sessionshare join 0000000000000000000001");

    private static string[] Lines(StringWriter output) => output.ToString().TrimEnd('\n').Split('\n');
}
