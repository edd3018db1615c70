using SessionShare.Gateway.Feeds;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests;

public sealed class RosterUpdateTests
{
    [Fact]
    public void An_update_makes_the_roster_of_now_of_the_one_before_however_they_differ()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var chance = new Random(seed);
            var before = Roster(1, [.. Enumerable.Range(0, chance.Next(12)).Select(number => Someone(number, chance))]);
            var after = Roster(2, [.. Changed(before.Participants, chance)]) with { SharerState = (SharerState)chance.Next(2) };

            var update = RosterUpdates.Of(before, after);

            update.Should().NotBeNull($"nobody changed places, seed {seed}");
            update!.On(before.ToWire()).Should().Be(after.ToWire(), $"seed {seed}");
            update.On(after.ToWire()).Should().Be(after.ToWire(), $"to hear it twice is harmless, seed {seed}");
        }
    }

    [Fact]
    public void Only_what_is_different_travels_and_it_is_found_once_for_everyone()
    {
        var chance = new Random(1);
        var before = Roster(1, [.. Enumerable.Range(0, 1000).Select(number => Someone(number, chance))]);
        var after = Roster(2, [.. before.Participants[1..], Someone(1000, chance)]);
        var updates = new RosterUpdates();

        var told = updates.Between(before, after);

        told.RosterUpdate!.Changed.Should().ContainSingle().Which.Id.Should().Be("p1000");
        told.RosterUpdate.Gone.Should().Equal("p0");
        updates.Between(before, after).Should().BeSameAs(told);
        updates.Whole(after).Should().BeSameAs(updates.Whole(after));
    }

    [Fact]
    public void Where_those_who_stay_stand_in_another_order_or_the_sharer_agrees_to_each_run_from_now_on_the_whole_roster_is_told()
    {
        var chance = new Random(1);
        var (one, other) = (Someone(1, chance), Someone(2, chance));
        new RosterUpdates().Between(Roster(1, one, other), Roster(2, other, one)).Roster!.Participants.Select(participant => participant.Id).Should().Equal("p2", "p1");
        new RosterUpdates().Between(Roster(1, one), Roster(2, one) with { Approves = true }).Roster!.Approves.Should().BeTrue();
    }

    private static RosterValue Roster(long version, params ParticipantValue[] participants) => new(version, "Ada", "ada@example.com", SharerState.Connected, participants);

    private static ParticipantValue Someone(int number, Random chance) =>
        new($"p{number}", $"Name {number}", $"{number}@example.com", (Role)(1 + chance.Next(3)), chance.Next(2) == 0, $"c{number}", chance.Next(3), 24);

    private static IEnumerable<ParticipantValue> Changed(ParticipantValue[] before, Random chance)
    {
        foreach (var participant in before.Where(_ => chance.Next(4) > 0))
            yield return chance.Next(3) == 0 ? participant with { Away = !participant.Away, Role = Role.View } : participant;
        for (var added = chance.Next(4); added > 0; added--)
            yield return Someone(100 + added, chance);
    }
}
