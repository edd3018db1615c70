using System.Security.Cryptography;
using SessionShare.Gateway.SignIn;

namespace SessionShare.Gateway.Tests;

public sealed class OneTimeCodesTests : IDisposable
{
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly SettableTime _time = new();
    private readonly OneTimeCodes<string> _codes;

    public OneTimeCodesTests() => _codes = new(_random, _time);

    [Fact]
    public void Code_stands_for_its_value_once()
    {
        var code = _codes.Issue("ann");

        _codes.Take(code, out var first).Should().BeTrue();
        first.Should().Be("ann");
        _codes.Take(code, out var second).Should().BeFalse();
        second.Should().BeNull();
    }

    [Fact]
    public void Code_works_for_60_seconds()
    {
        var (inTime, late) = (_codes.Issue("in time"), _codes.Issue("late"));

        _time.Pass(TimeSpan.FromSeconds(60));
        _codes.Take(inTime, out _).Should().BeTrue();
        _time.Pass(TimeSpan.FromTicks(1));
        _codes.Take(late, out _).Should().BeFalse();
    }

    [Fact]
    public void Oldest_code_stops_working_when_too_many_are_outstanding()
    {
        var codes = Enumerable.Range(0, OneTimeCodes<string>.Capacity + 1).Select(i => _codes.Issue($"{i}")).ToList();

        _codes.Take(codes[0], out _).Should().BeFalse();
        codes.Skip(1).Select(code => _codes.Take(code, out _)).ToList().Should().AllBeEquivalentTo(true);
    }

    public void Dispose() => _random.Dispose();

    private sealed class SettableTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
