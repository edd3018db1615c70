using SessionShare.Grains.Telemetry;

namespace SessionShare.Grains.Tests.Rules;

public sealed class BusiestTests
{
    private readonly Clock _clock = new();
    private readonly List<Counted> _sessions = [.. Enumerable.Range(0, Busiest<Counted>.Most + 1).Select(number => new Counted($"{number:D5}") { Bytes = 1 })];

    [Fact]
    public void All_are_chosen_while_there_are_few()
    {
        var few = new Busiest<Counted>(() => _sessions[..3], _clock);

        few.Now.Should().Equal(_sessions[..3]);
    }

    [Fact]
    public void Of_many_the_one_that_carried_least_since_the_last_choice_is_left_out()
    {
        var busiest = new Busiest<Counted>(() => _sessions, _clock);
        busiest.Now.Should().HaveCount(Busiest<Counted>.Most);
        foreach (var session in _sessions.Skip(1))
            session.Bytes += 10;
        _clock.Pass(TimeSpan.FromSeconds(1));

        busiest.Now.Should().Equal(_sessions[1..]);
    }

    [Fact]
    public void Instruments_of_one_reading_have_the_same_sessions()
    {
        var busiest = new Busiest<Counted>(() => _sessions, _clock);
        var first = busiest.Now;
        _sessions[^1].Bytes = 1000;

        busiest.Now.Should().BeSameAs(first);
    }

    private sealed class Counted(string id) : IMeasuredSession
    {
        public string Id => id;

        public long Bytes { get; set; }
    }

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;

        public void Pass(TimeSpan time) => _passed += time;
    }
}
