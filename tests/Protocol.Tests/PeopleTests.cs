namespace SessionShare.Protocol.Tests;

public sealed class PeopleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Person Ada = new("Ada", "ada@example.com");
    private static readonly Person Bob = new("Bob", "bob@example.com");

    [Fact]
    public void One_person_on_two_devices_is_one_with_the_higher_role_and_here_while_one_of_them_is()
    {
        var people = People.Of(Roster(
            new("p1", Bob, Role.View, Away: true, Since: Noon),
            new("p2", Bob with { Email = "BOB@example.com" }, Role.Edit, Away: false, Since: Noon.AddMinutes(5), Request: Role.Manage)), []);

        people.Should().HaveCount(2);
        people[1].Should().BeEquivalentTo(
            new { Role = Role.Edit, Presence = Presence.Here, Devices = 2, Since = Noon, Request = Role.Manage, Participants = (string[])["p1", "p2"], Guest = false });
    }

    [Fact]
    public void The_sharer_comes_first_with_all_devices_and_is_away_only_when_no_device_is_there()
    {
        var own = new Participant("p1", Ada, Role.Edit, Away: false);
        People.Of(Roster(own), [], Noon)[0].Should().BeEquivalentTo(new { Sharer = true, Devices = 2, Presence = Presence.Here, Since = Noon, Participants = (string[])["p1"] });
        People.Of(Roster() with { SharerState = SharerState.Reconnecting }, [])[0].Should().BeEquivalentTo(new { Devices = 1, Presence = Presence.Away });
    }

    [Fact]
    public void Guests_are_never_the_same_person_and_come_in_order_behind_the_sharer_and_before_the_away()
    {
        var people = People.Of(Roster(
            new("p1", Bob, Role.View, Away: true),
            new("p2", new Person("Zoe", null), Role.View, Away: false),
            new("p3", new Person("Zoe", null), Role.View, Away: false)), []);

        people.Select(person => string.Concat(person.Participants)).Should().Equal("", "p2", "p3", "p1");
        people[1].Guest.Should().BeTrue();
    }

    [Fact]
    public void Who_is_invited_and_not_there_comes_last_whether_they_ever_came_and_nobody_twice()
    {
        var people = People.Of(
            Roster(new Participant("p1", Bob, Role.View, Away: false)),
            [
                new("new@example.com", Role.View, null, Came: false),
                new("BOB@example.com", Role.Edit, null, Came: true),
                new("was@example.com", Role.View, null, Came: true),
                new("was@example.com", Role.Edit, Noon, Came: true),
                new("ada@example.com", Role.Edit, null, Came: false),
            ]);

        people.Skip(2).Select(person => (person.Person.Email, person.Presence, person.Role, person.Until)).Should().Equal(
            ("was@example.com", Presence.Left, Role.Edit, Noon), ("new@example.com", Presence.Invited, Role.View, (DateTimeOffset?)null));
    }

    private static Roster Roster(params Participant[] participants) => new(Ada, SharerState.Connected, participants);
}
