using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Access;

public sealed class AccessCommandTests
{
    [Theory]
    [InlineData("access allow nobody", "'nobody' is no e-mail address")]
    [InlineData("access allow ana@example.com:own", "the role behind the colon is view, edit or manage")]
    [InlineData("access link manage", "'manage' is no role here; it must be view, edit or off.")]
    [InlineData("access team all", "'all' is no role here; it must be view, edit, manage or off.")]
    [InlineData("access link view --for soon", "--for is 'soon'; it must be a whole number with s, m, h or d behind it")]
    [InlineData("access revoke", "revoke needs either an e-mail address or --all.")]
    [InlineData("access revoke ana@example.com --all", "revoke needs either an e-mail address or --all.")]
    [InlineData("access show --session no", "'no' is neither a link")]
    [InlineData("share --team off", "--team is 'off'; it must be view, edit or manage")]
    public async Task Person_is_told_what_was_wrong_and_what_would_be_right(string line, string sentence)
    {
        using var ana = new TestHome();

        (await ana.Run(line.Split(' '))).Should().Be(Reasons.Exit.Usage);

        ana.Error.ToString().Should().Contain(sentence);
    }

    [Fact]
    public async Task Outside_a_shared_shell_the_session_is_to_be_named()
    {
        using var ana = new TestHome();

        (await ana.Run("access", "show")).Should().Be(Reasons.Exit.Usage);

        ana.Error.ToString().Should().Contain("This shell is not shared; name the session with --session");
    }
}
