using System.Collections.Concurrent;
using System.Text;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class TypingDoorTests
{
    private readonly ConcurrentQueue<string> _typed = new();
    private readonly Hands _hands = new(TimeProvider.System);

    [Theory]
    [InlineData(Role.None, false)]
    [InlineData(Role.View, false)]
    [InlineData(Role.Edit, true)]
    [InlineData(Role.Manage, true)]
    public void Only_who_may_edit_by_the_newest_roster_gets_through(Role role, bool through)
    {
        using (var door = Door(() => Roster(role)))
        {
            door.Take("ana", "a"u8.ToArray());
            door.Take("somebody else", "b"u8.ToArray());
        }

        _typed.Should().Equal(through ? ["a"] : []);
    }

    [Fact]
    public void Rights_taken_while_input_waits_stop_it()
    {
        var roster = Roster(Role.Edit);
        using var writing = new ManualResetEventSlim();
        using var revoked = new ManualResetEventSlim();
        using (var door = new TypingDoor(() => roster, _hands, bytes =>
        {
            _typed.Enqueue(Encoding.UTF8.GetString(bytes.Span));
            writing.Set();
            return revoked.Wait(TimeSpan.FromSeconds(10));
        }))
        {
            door.Open();
            door.Take("ana", "before"u8.ToArray());
            door.Take("ana", "after"u8.ToArray());
            writing.Wait(TimeSpan.FromSeconds(10)).Should().BeTrue("the first input gets through");
            roster = Roster(Role.View);
            revoked.Set();
        }

        _typed.Should().Equal("before");
    }

    [Theory]
    [InlineData("sam@example.com", false)]
    [InlineData("ana@example.com", true)]
    [InlineData(null, true)]
    public void Who_types_is_told_as_another_unless_it_is_the_sharer_elsewhere(string? email, bool isOther)
    {
        var person = new Person("Ana", email);
        var roster = new Roster(new("Sam", "sam@example.com"), SharerState.Connected, [new("ana", person, Role.Edit, false)]);
        using (var door = Door(() => roster))
            door.Take("ana", "ls\r"u8.ToArray());

        _hands.Started().Should().Be(isOther ? person : null);
    }

    private static Roster Roster(Role role) => new(new("Sam", "sam@example.com"), SharerState.Connected, [new("ana", new("Ana", null), role, false)]);

    private TypingDoor Door(Func<Roster> roster)
    {
        var door = new TypingDoor(roster, _hands, bytes =>
        {
            _typed.Enqueue(Encoding.UTF8.GetString(bytes.Span));
            return true;
        });
        door.Open();
        return door;
    }
}
