using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.CommandLine;

/// <summary>What a person reads who typed something else than is understood. Nothing has started by then.</summary>
public sealed class UsageTests
{
    private const string Id = "0000000000000000000001";

    [Theory]
    [InlineData("share --cols x", "--cols is 'x'; it must be a number from 1 to 1000.")]
    [InlineData("share --rows 1001", "--rows is '1001'; it must be a number from 1 to 1000.")]
    [InlineData("share --allow ana", "--allow 'ana' is no e-mail address; it must be like ana@example.com or ana@example.com:edit.")]
    [InlineData("share --allow ana@example.com:own", "--allow 'ana@example.com:own' ends in 'own'; the role behind the colon is view, edit or manage, as in ana@example.com:edit.")]
    [InlineData("share --link write", "--link is 'write'; it must be view or edit (what anyone with the link may do), or none.")]
    [InlineData("share --from yesterday", "--from is 'yesterday'; it must be now, start, or block:N")]
    [InlineData("share --prefix C-m", "--prefix 'C-m' can't be the prefix key, since Tab, Enter, Escape and the arrow keys send it.")]
    [InlineData("share --server example.com", "--server is 'example.com'; it must be the address of a server, such as https://share.example.com or http://127.0.0.1:7070.")]
    [InlineData("share --keep 7days", "--keep is '7days'; it must be a whole number with s, m, h or d behind it, such as 30m, 12h or 7d.")]
    [InlineData("share --keep 0d", "--keep is '0d'; it must be longer than nothing")]
    [InlineData("share --keep 99999999999999d", "--keep is '99999999999999d'; it must be 3650 days at the most.")]
    [InlineData("share --idle soon", "--idle is 'soon'; it must be off, or a time such as 30m (others may no longer edit) or end:2h (the session ends).")]
    [InlineData("share --idle off --idle 30m", "--idle off stands alone: it means neither.")]
    [InlineData("share --idle 30m --idle 1h", "--idle is given twice for editing; once is enough.")]
    [InlineData("share --idle end:30m --idle end:1h", "--idle is given twice for the session's end; once is enough.")]
    [InlineData("share --resume vim", "--resume: 'vim' is neither a link")]
    [InlineData("share --resume --keep 7d", "--resume goes on with a session as it was shared; --keep can't change it.")]
    [InlineData("share --resume " + Id + " --allow ana@example.com", "--resume goes on with a session as it was shared; --allow can't change it.")]
    [InlineData("delete", "'LINK|ID'")]
    [InlineData("share vim", "'vim' is no option of share; a command to share stands behind --, as in: sessionshare share -- vim")]
    [InlineData("share --titel x -- vim", "'--titel' is no option of share")]
    [InlineData("join", "'LINK|ID'")]
    [InlineData("join nowhere", "'nowhere' is neither a link, like https://HOST/s/ID#k=SECRET, nor a session's id, which has 22 characters of 0-9A-Za-z.")]
    [InlineData("join --type " + Id, "--type goes with --raw")]
    [InlineData("join --from 0 " + Id, "--from is '0'; it must be start, now, or a frame's number from 1.")]
    [InlineData("stop", "stop needs either a session (its link or id, as sessionshare ls shows them) or --all.")]
    [InlineData("stop --all " + Id, "stop needs either a session")]
    [InlineData("login --as ana", "--as is 'ana'; it must be an e-mail address, like ana@example.com.")]
    [InlineData("render --cols 1", "--cols is '1'; it must be a number from 2 to 1000.")]
    [InlineData("render --rows 0", "--rows is '0'; it must be a number from 1 to 1000.")]
    [InlineData("render --as png", "--as is 'png'; it must be text, keyframe or json.")]
    [InlineData("render one two", "'two'")]
    [InlineData("frobnicate", "Unrecognized command or argument 'frobnicate'.")]
    public async Task Person_is_told_what_was_wrong_and_what_would_be_right(string line, string sentence)
    {
        using var ana = new TestHome();

        var code = await ana.Run(line.Split(' '));

        code.Should().Be(Reasons.Exit.Usage);
        ana.Error.ToString().Should().Contain(sentence).And.Contain("--help shows what is understood.");
        ana.Output.ToString().Should().BeEmpty();
        Directory.Exists(ana.Folder).Should().BeFalse("nothing starts, not even the home");
    }

    [Fact]
    public async Task Every_wrong_option_is_told_at_once()
    {
        using var ana = new TestHome();

        await ana.Run("share", "--cols", "x", "--link", "y");

        ana.Error.ToString().Should().Contain("--cols is 'x'").And.Contain("--link is 'y'");
    }

    [Fact]
    public async Task The_program_alone_says_what_it_does_in_a_few_lines()
    {
        using var ana = new TestHome();

        (await ana.Run()).Should().Be(0);

        ana.Output.ToString().Trim().Split('\n').Should().HaveCountLessThanOrEqualTo(12).And.Contain(line => line.Contains("sessionshare share"));
    }

    [Fact]
    public async Task A_server_in_the_environment_that_is_no_address_is_named()
    {
        using var ana = new TestHome(("SESSIONSHARE_SERVER", "example.com"));

        (await ana.Run("ls")).Should().Be(Reasons.Exit.Usage);

        ana.Error.ToString().Should().StartWith("SESSIONSHARE_SERVER is 'example.com'; it must be the address of a server");
    }

    [Fact]
    public async Task A_program_is_told_of_a_failure_in_json_too()
    {
        using var ana = new TestHome();

        var code = await ana.Run("ls", "--json", "--server", "http://127.0.0.1:1");

        code.Should().Be(Reasons.Exit.ServerUnreachable);
        ana.Output.ToString().Should().StartWith("""{"event":"failed","text":"No SessionShare server answers at http://127.0.0.1:1/""").And.EndWith("\"exitCode\":241}\n");
    }
}
