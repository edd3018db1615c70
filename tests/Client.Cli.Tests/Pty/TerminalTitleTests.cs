using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.Tests.Pty;

public sealed class TerminalTitleTests
{
    private readonly List<byte> _screen = [];

    private string Screen => Encoding.UTF8.GetString(_screen.ToArray()).Replace("\e", "␛", StringComparison.Ordinal).Replace("\a", "␇", StringComparison.Ordinal);

    [Fact]
    public void Title_found_is_kept_and_given_back()
    {
        var title = Begin();
        title.Show("● shared");
        title.End();
        Screen.Should().Be("␛[22;2t␛]2;● shared␇␛[23;2t");
    }

    [Fact]
    public void Same_state_is_set_once()
    {
        var title = Begin();
        title.Show("● shared");
        title.Show("● shared");
        Screen.Should().Be("␛[22;2t␛]2;● shared␇");
    }

    [Fact]
    public void Nothing_is_set_without_a_beginning()
    {
        var title = new TerminalTitle(bytes => _screen.AddRange(bytes));
        title.Show("● shared");
        Write(title, "\e]2;program\a");
        title.End();
        Screen.Should().Be("␛]2;program␇");
    }

    [Theory]
    [InlineData("\e]2;vim\a", "vim")]
    [InlineData("\e]0;vim\e\\", "vim")]
    [InlineData("\u009d2;vim\a", "vim")]
    [InlineData("\e]2;a;b ünï\a", "a;b ünï")]
    [InlineData("\e]2;one\atext\e]2;two\a", "two")]
    public void Title_of_the_program_is_joined_with_ours(string output, string expected)
    {
        var title = Begin("● shared");
        Write(title, output);
        Screen.Should().EndWith($"␛]2;● shared — {expected}␇");
        title.Show("● 2 watching");
        Screen.Should().EndWith($"␛]2;● 2 watching — {expected}␇");
    }

    [Theory]
    [InlineData("\e]1;icon\a")]
    [InlineData("\e]2")]
    [InlineData("\e]7;file://x\a")]
    [InlineData("\eP2;x\e\\")]
    [InlineData("\e]2;cancelled\u0018")]
    [InlineData("\e[22;1t\e[23;1t\e[8;24;80t")]
    public void Other_sequences_set_no_title(string output)
    {
        var title = Begin("● shared");
        var before = Screen;
        Write(title, output);
        Screen.Should().Be(before + output.Replace("\e", "␛", StringComparison.Ordinal).Replace("\a", "␇", StringComparison.Ordinal));
    }

    [Fact]
    public void Title_that_the_program_takes_back_is_ours_again()
    {
        var title = Begin("● shared");
        Write(title, "\e]2;bash\a\e[22;2t\e]2;vim\a");
        Write(title, "\e[23;2t");
        Screen.Should().EndWith("␛[23;2t␛]2;● shared — bash␇");
    }

    [Theory]
    [InlineData("\e", "[31m")]
    [InlineData("\e[3", "1m")]
    [InlineData("\e(", "B")]
    [InlineData("\e]8;;http", "://x\a")]
    [InlineData("\e]8;;http\e", "\\")]
    [InlineData("\ePq#0", "\e\\")]
    [InlineData("\e_ apc", "\e\\")]
    [InlineData("\ektitle", "\e\\")]
    [InlineData("\u009b3", "1m")]
    public void State_waits_for_the_end_of_a_sequence(string first, string second)
    {
        var title = Begin("one");
        Write(title, "text" + first);
        title.Show("two");
        Screen.Should().NotContain("two");
        Write(title, second);
        Screen.Should().EndWith("␛]2;two␇");
    }

    [Fact]
    public void State_waits_for_the_end_of_a_character()
    {
        var title = Begin("one");
        foreach (var part in Encoding.UTF8.GetBytes("🙂")[..3])
            title.Write([part]);
        title.Show("two");
        Screen.Should().NotContain("two");
        title.Write([Encoding.UTF8.GetBytes("🙂")[3]]);
        Screen.Should().EndWith("🙂␛]2;two␇");
    }

    [Fact]
    public void Unfinished_sequence_is_cancelled_at_the_end()
    {
        var title = Begin();
        Write(title, "\e]2;unfinished");
        title.End();
        Screen.Should().Be("␛[22;2t␛]2;unfinished\u0018␛[23;2t");
    }

    [Fact]
    public void Title_with_no_control_characters_leaves_us()
    {
        var title = Begin("s");
        Write(title, "\e]2;a\tb\u0085c\a");
        Screen.Should().EndWith("␛]2;s — abc␇");
    }

    /// <summary>However it is cut, the program's output stays whole around titles, and titles stand only where the uncut output is in ground state.</summary>
    [Fact]
    public void Title_never_stands_inside_anything_of_the_programs()
    {
        string[] parts = ["a", "ü", "🙂", "\e[31m", "\e[?25l", "\e]8;;x\a", "\e]2;t\a", "\e]0;u\e\\", "\ePdcs\e\\", "\e7", "\e(B", "\r\n", "\e[", "\e", "漢", "\u009b1m"];
        var outputs = Gen.ListOf(Gen.Elements(parts)).Select(list => string.Concat(list));
        Prop.ForAll(outputs.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (output, seed) =>
        {
            var bytes = Encoding.UTF8.GetBytes(output);
            var random = new Random(seed);
            var written = new List<byte[]>();
            var title = new TerminalTitle(piece => written.Add(piece.ToArray()));
            title.Begin();
            var reference = new OutputScanner();
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(bytes.Length - at, random.Next(1, 5));
                title.Show(random.Next(3).ToString());
                title.Write(bytes.AsSpan(at, count));
                at += count;
            }
            var passed = new List<byte>();
            foreach (var piece in written.Skip(1))
            {
                if (Encoding.UTF8.GetString(piece) is ['\e', ']', '2', ';', '0' or '1' or '2', .., '\a'])
                    reference.IsGround.Should().BeTrue();
                else
                {
                    reference.Scan(piece);
                    passed.AddRange(piece);
                }
            }
            return passed.SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();
    }

    private static void Write(TerminalTitle title, string output) => title.Write(Encoding.UTF8.GetBytes(output));

    private TerminalTitle Begin(string state = "")
    {
        var title = new TerminalTitle(bytes => _screen.AddRange(bytes));
        title.Begin();
        title.Show(state);
        return title;
    }
}
