using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.InProcess.Tests;
using SessionShare.Cli.Joining;

namespace SessionShare.Cli.Tests.Joining;

/// <summary>What of a session's output reaches a viewer's terminal.</summary>
public sealed class ViewerScreenTests
{
    private static readonly string[] Parts =
    [
        "text", "ünï ✓", "\e[31m", "\e[?1049h", "\e[6n", "\e[c", "\e[>0;1c", "\e]0;title\a", "\e]52;c;eA==\a", "\e]11;?\e\\", "\eP$qm\e\\", "\ePq#0;2;0\e\\", "\e", "\e[", "\e]", "\eP",
        "\x05", "\u009b6n", "\u00a9", "\r\n", "\a", "\\", "6n", "\x18", "\e(B", "\eZ", "\e7", "\e[22;2t", "\e[8;50;50t", "\e[?2004$p", "\e]8;;https://x\e\\", "\e_Ga=q\e\\",
    ];

    [Theory]
    [InlineData("\e[c")]
    [InlineData("\e[>c")]
    [InlineData("\e[6n")]
    [InlineData("\e[?6n")]
    [InlineData("\e[?25$p")]
    [InlineData("\e[>q")]
    [InlineData("\e[?u")]
    [InlineData("\e[18t")]
    [InlineData("\e[21t")]
    [InlineData("\e[8;50;50t")]
    [InlineData("\eZ")]
    [InlineData("\x05")]
    [InlineData("\e[?1004h")]
    [InlineData("\e[?2031h")]
    [InlineData("\e[#R")]
    [InlineData("\e[#S")]
    [InlineData("\e[1;1;2;2#|")]
    [InlineData("\e[&u")]
    [InlineData("\e[1$u")]
    [InlineData("\e[\"v")]
    [InlineData("\e[?1g")]
    [InlineData("\e]21;foreground=?\a")]
    [InlineData("\e]99;i=1:p=?;\e\\")]
    [InlineData("\e]60\a")]
    [InlineData("\eP1$qm\e\\")]
    [InlineData("\e]10;?\a")]
    [InlineData("\e]4;1;?\e\\")]
    [InlineData("\e]52;c;?\a")]
    [InlineData("\e]52;c;eA==\a")]
    [InlineData("\e]1337;File=name=eA==:eA==\a")]
    [InlineData("\eP+q544e\e\\")]
    [InlineData("\eP$qm\e\\")]
    [InlineData("\e_Gi=1,a=q;AAAA\e\\")]
    [InlineData("\e[5i")]
    [InlineData("\e[2h")]
    [InlineData("\e[?3h")]
    [InlineData("\e[?40;3h")]
    [InlineData("\e[3J")]
    [InlineData("\e[23;2t")]
    [InlineData("\e[<1u")]
    [InlineData("\e[99*|")]
    [InlineData("\e[132$|")]
    [InlineData("\e[62;1\"p")]
    [InlineData("\e%@")]
    [InlineData("\e F")]
    [InlineData("\ek")]
    [InlineData("\eP0;1|17/6c73\e\\")]
    [InlineData("\eP1;1;1{ @/\e\\")]
    [InlineData("\e^secret\e\\")]
    [InlineData("\eXsecret\e\\")]
    [InlineData("\e]9;hello\a")]
    [InlineData("\e]777;notify;a;b\e\\")]
    [InlineData("\e]99;;hello\e\\")]
    [InlineData("\e]7;file://h/tmp\a")]
    [InlineData("\e]46;/tmp/log\a")]
    [InlineData("\e]50;font\a")]
    [InlineData("\e]3;X=Y\a")]
    [InlineData("\e]633;E;rm\a")]
    [InlineData("\e]8;;file:///etc/passwd\a")]
    [InlineData("\e]8;id=1;ssh://h\e\\")]
    public void Questions_and_what_reaches_beyond_the_screen_do_not(string sequence)
    {
        var output = Encoding.UTF8.GetBytes($"a{sequence}b");
        for (var cut = 1; cut < output.Length; cut++)
            Shown([output[..cut], output[cut..]]).Replace("\e\\", "").Should().Be("ab", "whatever is cut at {0}", cut);
    }

    [Theory]
    [InlineData("\e[?1049h\e[22;0;0t\e[1;24r\e[m\e[H\e[2J\e[?25l")]
    [InlineData("\e]0;title\a\e]8;;https://x\e\\link\e]8;;\e\\\e]133;A\a")]
    [InlineData("\e[38;2;1;2;3m\e[4:3m\e[>4;2m\e[>1u\e[ q\e[2 q\e[!p\e[?2026h\e[?1000;1006h\e[?2004h\e[?1004l\e[1;5S\e[3g\e[u\e[#{\e[31m\e[#}\e[?5h\e]4;1;#fff\a\e]11;rgb:0/0/0\e\\\e]104\a")]
    [InlineData("\e(0lqk\e(B\e7\e8\eM\e=\e>")]
    [InlineData("\ePq#0;2;0;0;0#0~~\e\\")]
    public void What_draws_does_bit_for_bit(string sequence) => Shown($"a{sequence}b").Should().Be($"a{sequence}b");

    [Fact]
    public void Modes_that_draw_pass_without_those_that_report_or_resize() => Shown("\e[?1049;2048;1006h\e[4;2h").Should().Be("\e[?1049;1006h\e[4h");

    [Fact]
    public void Bells_ring_one_at_a_time()
    {
        var (time, screen, shown) = (new FakeTimeProvider(), default(ViewerScreen), new StringBuilder());
        screen = new ViewerScreen(time: time);
        void Write() => screen.Write("\a\a\a"u8, bytes => shown.Append(Encoding.UTF8.GetString(bytes)));
        Write();
        Write();
        time.Advance(ViewerTable.BetweenBells);
        Write();
        shown.ToString().Should().Be("\a\a");
    }

    [Fact]
    public void Full_reset_leaves_the_scrollback_and_what_the_person_had_set() => Shown("a\ecb").Should().NotContain("\ec").And.EndWith("\e[H\e[2Jb");

    [Fact]
    public void Session_takes_no_more_off_a_stack_than_it_put_there_and_the_end_takes_the_rest()
    {
        var (screen, shown) = (new ViewerScreen(), new StringBuilder());
        void Take(ReadOnlySpan<byte> bytes) => shown.Append(Encoding.UTF8.GetString(bytes));
        screen.Write("\e[>1u\e[>3u\e[<5u\e[<u\e[22;0;0t\e[22t\e[23t\e[?1049h\e[>1u"u8, Take);
        shown.ToString().Should().Be("\e[>1u\e[>3u\e[<u\e[22;0;0t\e[22t\e[23t\e[?1049h\e[>1u");
        shown.Clear();
        screen.End(Take);
        shown.ToString().Should().Contain("\e[?47l\e[23;0t\e[<1u\e[?47l\e[<u").And.Contain("\e]104").And.Contain("\e[?1003l").And.Contain("\e[?25h");
    }

    [Fact]
    public void A_long_picture_passes_and_a_long_clipboard_does_not()
    {
        var picture = $"\ePq{new string('~', 20_000)}\e\\";
        var clipboard = $"\e]52;c;{new string('A', 20_000)}\a";

        Shown($"a{picture}b{clipboard}c").Should().Be($"a{picture}bc");
    }

    [Fact]
    public void A_sequence_that_breaks_off_hides_nothing_behind_it() => Shown("\e]0;x\e[31mred\e[6n\e\e[1mbold").Should().Be("\e]0;x\e[31mred\e\e[1mbold");

    [Fact]
    public void Cutting_the_output_anywhere_changes_nothing() => Prop.ForAll(
        Gen.Elements(Parts).ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))).ToArbitrary(),
        bytes => Shown(bytes, bytes.Length + 1) == Shown(bytes, 1)).QuickCheckThrowOnFailure();

    private static string Shown(string output) => Shown(Encoding.UTF8.GetBytes(output), 7);

    private static string Shown(byte[] output, int pieceLength) => Shown(output.Chunk(pieceLength));

    private static string Shown(IEnumerable<byte[]> pieces)
    {
        var screen = new ViewerScreen(time: new FakeTimeProvider());
        var shown = new List<byte>();
        foreach (var piece in pieces)
            screen.Write(piece, bytes => shown.AddRange(bytes.ToArray()));
        return Encoding.UTF8.GetString([.. shown]);
    }
}
