using SessionShare.Protocol;

namespace SessionShare.Client.Tests.Listing;

public sealed class KnownSessionsTests
{
    private static readonly SessionId First = SessionId.Parse("0000000000000000000001");
    private static readonly SessionId Second = SessionId.Parse("0000000000000000000002");

    private readonly KnownSessions _known = new();

    [Fact]
    public void What_is_there_at_the_start_is_no_news_and_what_comes_is_until_it_is_known()
    {
        Take(new MeItem { Present = new MySessions([], [Invited(First)]) }).Should().AllBeOfType<ListEvent.Present>();
        Take(new MeItem { Invitation = Invited(Second) }).Should().Equal(new ListEvent.Invited(Invited(Second), IsNew: true));
        Take(new MeItem { Invitation = Invited(First) with { Role = Role.Edit } }).Should().Equal(new ListEvent.Invited(Invited(First) with { Role = Role.Edit }, IsNew: false));
        _known.Now.Invitations.Should().Equal(Invited(First) with { Role = Role.Edit }, Invited(Second));
    }

    [Fact]
    public void What_came_up_while_the_connection_was_lost_is_news_and_what_went_is_not_there()
    {
        Take(new MeItem { Present = new MySessions([Own(First)], []) });
        var events = Take(new MeItem { Present = new MySessions([], [Invited(Second)]) });

        events.Skip(1).Should().Equal(new ListEvent.Gone(First), new ListEvent.Invited(Invited(Second), IsNew: true));
        (_known.Now.Sessions.Count, _known.Now.Invitations.Count).Should().Be((0, 1));
    }

    [Fact]
    public void What_is_gone_is_told_once()
    {
        Take(new MeItem { Present = new MySessions([Own(First)], []) });
        Take(new MeItem { Gone = First }).Should().Equal(new ListEvent.Gone(First));
        Take(new MeItem { Gone = First }).Should().BeEmpty();
    }

    private List<ListEvent> Take(MeItem item) => [.. _known.Take(item)];

    private static MySession Own(SessionId id) => new(id, "t", default, SharerState.Connected, 0, 0, 0, "");

    private static InvitedSession Invited(SessionId id) => new(id, "t", new Person("Ada", "ada@example.com"), Role.View, default, "");
}
