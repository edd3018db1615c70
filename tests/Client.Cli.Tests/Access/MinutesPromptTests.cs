using System.Text;
using SessionShare.Cli.Access;

namespace SessionShare.Cli.Tests.Access;

public sealed class MinutesPromptTests
{
    [Theory]
    [InlineData("45\r", 45)]
    [InlineData("\r", MinutesPrompt.Usual)]
    [InlineData("12\u007f5\n", 15)]
    [InlineData("\u007f\b\r", MinutesPrompt.Usual)]
    [InlineData("007\r", 7)]
    [InlineData("10080\r", MinutesPrompt.Most)]
    [InlineData("10081\r", 1008)]
    [InlineData("5\e", null)]
    [InlineData("5q", null)]
    public void Digits_are_minutes_and_only_enter_takes_them(string keys, int? expected)
    {
        var prompt = new MinutesPrompt();
        var typed = Encoding.ASCII.GetBytes(keys);
        foreach (var key in typed[..^1])
            prompt.Take(key, out _).Should().BeTrue();

        prompt.Take(typed[^1], out var minutes).Should().BeFalse();

        minutes.Should().Be(expected);
    }
}
