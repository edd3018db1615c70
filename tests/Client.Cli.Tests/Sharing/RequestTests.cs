using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class RequestTests
{
    private static readonly Participant Bob = new("b", new("Bob", "bob@example.com"), Role.View, Away: false);
    private static readonly Participant Eve = new("e", new("Eve", "eve@example.com"), Role.View, Away: false);

    [Fact]
    public void Title_says_who_asks_and_the_oldest_request_is_the_one_that_came_first()
    {
        var title = "";
        using var status = new ShareStatus(text => title = text, Of(Bob, Eve), TimeProvider.System);
        status.OldestRequest.Should().BeNull();

        status.Roster(Of(Bob, Eve with { Request = Role.Edit }));
        title.Should().EndWith("eve@example.com asks to type");
        status.Roster(Of(Bob with { Request = Role.Edit }, Eve with { Request = Role.Edit }));
        title.Should().EndWith("bob@example.com, eve@example.com ask to type");
        status.OldestRequest!.Id.Should().Be("e");

        status.Roster(Of(Bob with { Request = Role.Edit }, Eve));
        status.OldestRequest!.Id.Should().Be("b");
        status.Roster(Of(Eve));
        status.OldestRequest.Should().BeNull();
    }

    [Fact]
    public void Who_asks_to_come_in_stands_in_the_title_too_and_is_answered_in_turn()
    {
        var title = "";
        using var status = new ShareStatus(text => title = text, Of(Bob with { Request = Role.Edit }), TimeProvider.System);
        var zoe = new AskedRole("z", new("Zoe", "zoe@example.com"), Role.View);

        status.Roster(Of(Bob with { Request = Role.Edit }) with { Asking = [zoe] });
        title.Should().EndWith("bob@example.com asks to type · zoe@example.com asks to come in");
        status.OldestRequest!.Id.Should().Be("b");

        status.Roster(Of(Bob) with { Asking = [zoe with { Role = Role.Edit }] });
        title.Should().EndWith("zoe@example.com asks to come in and type");
        status.OldestRequest.Should().Be(new Request("z", zoe.Person, Role.Edit, IsOutside: true));
    }

    [Fact]
    public void After_revoking_nothing_gets_through_before_the_server_has_even_heard_of_it()
    {
        var roster = Of(Bob with { Role = Role.Edit }, new Participant("own", new("Ada", "ada@example.com"), Role.Edit, Away: false));
        var written = new List<byte>();
        using (var door = new TypingDoor(() => roster, new Hands(TimeProvider.System), bytes =>
        {
            written.AddRange(bytes.Span);
            return true;
        }))
        {
            door.Hold();
            door.Take("b", "x"u8.ToArray());
            door.Take("own", "o"u8.ToArray());
            door.Open();
        }

        written.Should().Equal("o"u8.ToArray());
    }

    [Fact]
    public void Where_the_server_could_not_be_told_the_roster_counts_again()
    {
        var roster = Of(Bob with { Role = Role.Edit });
        var written = new List<byte>();
        using (var door = new TypingDoor(() => roster, new Hands(TimeProvider.System), bytes =>
        {
            written.AddRange(bytes.Span);
            return true;
        }))
        {
            door.Hold();
            door.Release();
            door.Take("b", "x"u8.ToArray());
            door.Open();
        }

        written.Should().Equal("x"u8.ToArray());
    }

    private static Roster Of(params Participant[] participants) => new(new("Ada", "ada@example.com"), SharerState.Connected, participants);
}
