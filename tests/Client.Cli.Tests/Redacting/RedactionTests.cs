using System.Text;
using Orleans.InProcess.Tests;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;
using SessionShare.Terminal;

namespace SessionShare.Cli.Tests.Redacting;

/// <summary>What a share hides, where it comes from, and how long it may wait.</summary>
public sealed class RedactionTests : IDisposable
{
    private static readonly string Password = "hunter2" + "zebra";

    private readonly TestHome _home = new(("DEPLOY_TOKEN", "opal-river-77"), ("SHORT_TOKEN", "abc"), ("SSH_KEY", "/etc/passwd"), ("MY_GEM", "sapphire-12"), ("EDITOR", "some-editor"));
    private readonly FakeTimeProvider _time = new();
    private readonly StringBuilder _shown = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Values_of_the_environment_with_telling_names_are_hidden() =>
        Of(null).Text("opal-river-77 abc /etc/passwd sapphire-12 some-editor").Should().Be("************* abc /etc/passwd sapphire-12 some-editor");

    [Fact]
    public void Person_names_more_of_them() =>
        Of(new RedactChoice(true, ["MY_*"])).Text("sapphire-12 opal-river-77").Should().Be("*********** *************");

    [Fact]
    public void Own_patterns_stand_in_the_home()
    {
        File.WriteAllLines(_home.Surroundings.Home.RedactFile, ["# badges", "EMP-[0-9]{4}"]);
        Of(null).Text("EMP-1234 EMP-12").Should().Be("******** EMP-12");
    }

    [Fact]
    public async Task Wrong_pattern_is_said_with_its_line_before_anything_is_shared()
    {
        File.WriteAllLines(_home.Surroundings.Home.RedactFile, ["fine", "(no"]);
        (await _home.Run("share", "--yes", "--", "true")).Should().Be(Reasons.Exit.Usage);
        _home.Error.ToString().Should().Contain("redact.txt, line 2 is no pattern");
    }

    [Theory]
    [InlineData("--redact", "maybe", "on, or off")]
    [InlineData("--redact-env", "A-B", "names of variables")]
    [InlineData("--redact-env", "*", "names of variables")]
    public async Task Wrong_choice_is_said(string option, string value, string right)
    {
        (await _home.Run("share", option, value)).Should().Be(Reasons.Exit.Usage);
        _home.Error.ToString().Should().Contain(right);
    }

    [Fact]
    public void Off_says_so_and_hides_nothing()
    {
        var redaction = Of(new RedactChoice(false, []));
        redaction.Text($"PASSWORD={Password}").Should().Contain(Password);
        _home.Error.ToString().Should().Contain("Redaction is off");
    }

    [Fact]
    public void Block_has_no_secret_in_its_command_line_nor_in_its_folder()
    {
        var block = Of(null).Block(new BlockStart(1, $"curl -d password={Password} https://a:{Password}@b/", "/srv/opal-river-77"));
        block.ToString().Should().NotContain(Password).And.NotContain("opal");
    }

    [Fact]
    public void What_may_begin_a_secret_waits_twenty_milliseconds_behind_its_last_byte()
    {
        var tap = Tap(out _);
        tap.Take("opal"u8);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        tap.Take("-r"u8);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        _shown.ToString().Should().BeEmpty();

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _shown.ToString().Should().Be("opal-r");
        tap.Take("iver-77 behind"u8);
        _shown.ToString().Should().Be("opal-r******* behind");
        _time.ArmedTimers.Should().Be(0);
    }

    [Fact]
    public void What_waits_stays_before_the_mark_that_comes_behind_it()
    {
        var nonce = new string('n', 32);
        var tap = Tap(out var blocks, new ShellMarks(nonce));
        tap.Take(Encoding.ASCII.GetBytes($"\e]5353;{nonce};C;n=1;d=/;c=x\aopal-r\e]5353;{nonce};E;n=1;x=0\a"));
        _shown.ToString().Should().Be("opal-r");
        blocks.Should().Equal("start", "end after opal-r");
    }

    [Fact]
    public void Count_of_what_was_hidden_is_told_and_no_value()
    {
        var counts = new List<long>();
        var tap = Tap(out _, counted: counts.Add);
        tap.Take(Encoding.ASCII.GetBytes($"opal-river-77\r\npassword={Password}\r\n"));
        tap.Take("opal-river-77\r\n"u8);
        tap.End(0);
        counts.Should().Equal(2, 3);
    }

    private Redaction Of(RedactChoice? choice) => Redaction.Of(choice, _home.Surroundings with { Time = _time });

    private OutputTap Tap(out List<string> blocks, ShellMarks? marks = null, Action<long>? counted = null)
    {
        var redaction = Of(null);
        redaction.Hidden = counted;
        var seen = blocks = [];
        var made = new CommandBlocks(_ => seen.Add("start"), _ => seen.Add($"end after {_shown}"));
        var source = new CommandBlocksSource(made, () => { }, integrated: true, _time, _ => { });
        return new OutputTap(marks, new SessionShare.Cli.UnsharedShell.Passages(), _ => { }, output => _shown.Append(Encoding.UTF8.GetString(output)), made, source, redaction: redaction);
    }
}
