using System.Diagnostics.CodeAnalysis;
using SessionShare.Grains.Due;

namespace SessionShare.Storage.Tests;

public abstract partial class GrainStorageContract
{
    private protected static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Grains_are_due_when_their_state_says_so_the_earliest_first()
    {
        await Set("late", Noon.AddHours(2));
        await Set("second", Noon.AddSeconds(-1));
        await Set("third", Noon);
        await Set("never", null);
        await Set("first", new DateTimeOffset(Noon.AddDays(-3).Ticks, TimeSpan.FromHours(5)).AddHours(1));

        (await Due(Noon)).Should().Equal("first", "second", "third");
        (await Due(Noon, count: 2)).Should().Equal("first", "second");
        (await Due(Noon.AddTicks(-10))).Should().Equal("first", "second");
        (await Due(Noon.AddDays(1))).Should().Equal("first", "second", "third", "late");
        (await DueGrains.Due("other", Noon.AddDays(1), 10, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Moment_moves_with_the_state_and_goes_with_it()
    {
        var alarm = await Set("a", Noon);

        alarm.State.NextDue = Noon.AddMinutes(5);
        await Storage.WriteStateAsync("alarm", IdOf("a"), alarm);
        (await Due(Noon)).Should().BeEmpty();
        (await Due(Noon.AddMinutes(5))).Should().Equal("a");

        alarm.State.NextDue = Noon.AddMinutes(-5);
        await Storage.WriteStateAsync("alarm", IdOf("a"), alarm);
        (await Due(Noon)).Should().Equal("a");

        alarm.State.NextDue = null;
        await Storage.WriteStateAsync("alarm", IdOf("a"), alarm);
        (await Due(Noon.AddYears(1))).Should().BeEmpty();

        alarm.State.NextDue = Noon;
        await Storage.WriteStateAsync("alarm", IdOf("a"), alarm);
        (await Due(Noon)).Should().Equal("a");
        await Storage.ClearStateAsync("alarm", IdOf("a"), alarm);
        (await Due(Noon.AddYears(1))).Should().BeEmpty();
    }

    [Fact]
    public async Task Moment_outlives_a_restart_and_is_moved_by_the_next_activation()
    {
        await Set("a", Noon);
        await Reopen();
        (await Due(Noon)).Should().Equal("a");
        var alarm = new Alarmed();
        await Storage.ReadStateAsync("alarm", IdOf("a"), alarm);
        alarm.State.NextDue.Should().Be(Noon);

        alarm.State.NextDue = Noon.AddHours(1);
        await Storage.WriteStateAsync("alarm", IdOf("a"), alarm);

        (await Due(Noon)).Should().BeEmpty();
        (await Due(Noon.AddHours(1))).Should().Equal("a");
    }

    [Fact]
    public async Task Refused_write_takes_no_moment_away()
    {
        var old = await Set("a", Noon);
        var young = new Alarmed();
        await Storage.ReadStateAsync("alarm", IdOf("a"), young);
        await Storage.WriteStateAsync("alarm", IdOf("a"), young);

        old.State.NextDue = null;
        await Storage.Invoking(it => it.WriteStateAsync("alarm", IdOf("a"), old)).Should().ThrowAsync<Exception>();
        await Storage.Invoking(it => it.ClearStateAsync("alarm", IdOf("a"), old)).Should().ThrowAsync<Exception>();

        (await Due(Noon)).Should().Equal("a");
    }

    private protected Task<IReadOnlyList<string>> Due(DateTimeOffset now, int count = 100) => DueGrains.Due("alarm", now, count, default);

    private protected async Task<Alarmed> Set(string key, DateTimeOffset? due)
    {
        var alarm = new Alarmed { State = new Alarm { NextDue = due } };
        await Storage.WriteStateAsync("alarm", IdOf(key), alarm);
        return alarm;
    }

    private protected static GrainId IdOf(string key) => GrainId.Create("clock", key);

    public sealed class Alarm : IHasDue
    {
        public DateTimeOffset? NextDue { get; set; }
    }

    private protected sealed class Alarmed : IGrainState<Alarm>
    {
        [AllowNull]
        public Alarm State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
