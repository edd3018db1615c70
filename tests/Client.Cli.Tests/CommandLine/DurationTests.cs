using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Tests.CommandLine;

public sealed class DurationTests
{
    [Theory]
    [InlineData("45s", 45, "45 seconds")]
    [InlineData("30m", 1800, "30 minutes")]
    [InlineData("1h", 3600, "1 hour")]
    [InlineData("90m", 5400, "90 minutes")]
    [InlineData("24h", 86_400, "1 day")]
    [InlineData("7d", 604_800, "7 days")]
    public void A_number_with_its_unit_is_read_and_said(string text, long seconds, string said)
    {
        Duration.Parse(text).Should().Be(((TimeSpan?)TimeSpan.FromSeconds(seconds), (string?)null));
        Duration.Text(TimeSpan.FromSeconds(seconds)).Should().Be(said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("+7d")]
    [InlineData("1.5h")]
    [InlineData("7 d")]
    [InlineData("7D")]
    [InlineData("7w")]
    [InlineData("99999999999999999999d")]
    public void Anything_else_is_refused_with_what_would_be_right(string text)
    {
        var (value, fault) = Duration.Parse(text);

        value.Should().BeNull();
        fault.Should().StartWith($"is '{text}'; it must be").And.Contain("7d");
    }
}
