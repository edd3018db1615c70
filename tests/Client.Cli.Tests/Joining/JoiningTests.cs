using SessionShare.Cli.Joining;
using SessionShare.Cli.Opening;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Joining;

public sealed class JoiningTests
{
    private static readonly SessionId Session = SessionId.Parse("0000000000000000000001");

    [Fact]
    public void A_session_is_named_by_its_link_or_its_id()
    {
        SessionTarget.Parse("https://example.com/s/0000000000000000000001#k=secret").Target!.Link!.Secret.Should().Be("secret");
        SessionTarget.Parse("0000000000000000000001").Target.Should().Be(new SessionTarget(Session, null));
    }

    [Fact]
    public void Browser_gets_code_and_secret_where_no_server_sees_them() =>
        OpenCommand.SignInAddress(new Uri("https://example.com/base/"), "c1", Session, "s2").Should()
            .Be("https://example.com/base/signin#code=c1&to=%2Fbase%2Fs%2F0000000000000000000001%23k%3Ds2");

    [Fact]
    public void Viewer_reads_what_to_know_in_the_title()
    {
        var title = new ViewTitle("build", Role.View, null, true, new(80, 24), new(80, 24), null);

        $"{title}".Should().Be("▶ build · read-only");
        $"{title with { Role = Role.Edit, Connected = false }}".Should().Be("▶ build · you can type · reconnecting");
        $"{title with { Size = new(200, 24) }}".Should().Be("▶ build · read-only · this window is smaller than the session's 200x24");
    }

    [Fact]
    public void Ended_session_is_success_and_ended_access_is_not()
    {
        ViewEnd.Of(new Ended(Reason.SharerExited, "The shared command has ended.", 9, 3)).Should().Be(new ViewEnd("The shared command has ended. Its exit code was 3.", 0));
        ViewEnd.Of(Refusal.Of(Reason.UnknownOrForbidden)).ExitCode.Should().Be(Reasons.Exit.NoAccess);
    }
}
