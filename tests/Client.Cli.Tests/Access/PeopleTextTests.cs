using SessionShare.Cli.Access;
using SessionShare.Cli.Tests.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Access;

public sealed class PeopleTextTests
{
    private static readonly Clock Time = new();
    private static readonly DateTimeOffset Noon = Time.GetUtcNow();
    private static readonly Person Ada = new("Ada", "ada@example.com");

    private static readonly IReadOnlyList<PersonInSession> All = People.Of(
        new Roster(Ada, SharerState.Connected,
        [
            new("p1", Ada, Role.Edit, Away: false),
            new("p2", new Person("Bob", "bob@example.com"), Role.View, Away: false, Request: Role.Edit, Since: Noon),
            new("p3", new Person("\e]2;gotcha\a", null), Role.View, Away: true),
        ]),
        [new("carol@example.com", Role.Edit, Noon, Came: false), new("dan@example.com", Role.View, null, Came: true)],
        Noon);

    [Fact]
    public void Each_person_is_a_row_with_what_they_may_and_whether_they_are_there() => PeopleText.Table(All, Time).Should().Equal(
        "NAME         ADDRESS            ROLE                 STATE                SINCE",
        "Ada          ada@example.com    sharer               here, 2 devices      2026-01-01 12:00",
        "Bob          bob@example.com    view, asks for edit  here                 2026-01-01 12:00",
        " ]2;gotcha   (guest)            view                 away",
        "-            dan@example.com    view                 not here",
        "-            carol@example.com  edit                 invited, never came  until 2026-01-01 12:00");

    [Fact]
    public void A_title_says_who_else_is_here_and_who_is_missing()
    {
        PeopleText.Line(All).Should().Be("bob@example.com view,  ]2;gotcha  (guest) view, away · you on 2 devices · invited, not here: dan@example.com, carol@example.com");
        PeopleText.Line(People.Of(new Roster(Ada, SharerState.Connected, []), [])).Should().Be("nobody else is here");
    }

    [Fact]
    public void A_program_gets_one_person_a_line() => PeopleCommand.Json(All[1]).Should().Be(
        """{"name":"Bob","email":"bob@example.com","role":"view","presence":"here","sharer":false,"guest":false,"devices":1,"since":"2026-01-01T12:00:00+00:00","request":"edit","participants":["p2"],"avatar":{"initials":"B","colour":"#7b3fc4"}}""");

    [Fact]
    public async Task Outside_a_shared_shell_the_session_is_to_be_named()
    {
        using var ana = new TestHome();
        (await ana.Run("people")).Should().Be(Reasons.Exit.Usage);
        ana.Error.ToString().Should().Contain("This shell is not shared; name the session by its link or id");
        (await ana.Run("people", "nonsense")).Should().Be(Reasons.Exit.Usage);
        ana.Error.ToString().Should().Contain("'nonsense' is neither a link");
    }
}
