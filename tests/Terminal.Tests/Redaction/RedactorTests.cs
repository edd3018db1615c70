using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Terminal.Tests.Redaction;

/// <summary>Secrets do not get out, however the output is cut and coloured; all else does.</summary>
public sealed class RedactorTests
{
    private static readonly RedactionRules Rules = new(Leaks.Values, OwnPatterns.None);

    private static readonly string[] Sequences = ["\e[31m", "\e[0m", "\e[1;38;5;196m", "\e[K", "\e(B", "\e[?25l", "\e]8;;https://x\e\\", "\e]133;A\a", "\e[01;31m\e[K", "\u009b1;31m", "\u0086", "\0", "\u000f", "\u007f", "\ufeff"];

    public static TheoryData<string> Commands => [.. Leaks.All.Select(leak => leak.Command)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Secret_does_not_get_out_where_the_output_is_cut_at_any_byte(string command)
    {
        var leak = Of(command);
        var output = Encoding.UTF8.GetBytes(leak.Output);
        var whole = Shown([output]);
        Holds(whole, leak);
        for (var cut = 0; cut <= output.Length; cut++)
            Shown([output[..cut], output[cut..]]).Should().Be(whole, "a cut at {0} changes nothing", cut);
        Shown(output.Chunk(1)).Should().Be(whole);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void At_most_half_a_secret_gets_out_where_the_program_pauses_in_it(string command)
    {
        var leak = Of(command);
        var output = Encoding.UTF8.GetBytes(leak.Output);
        for (var cut = 0; cut <= output.Length; cut++)
        {
            var shown = Shown([output[..cut], output[cut..]], pauses: true);
            foreach (var secret in leak.Secrets)
            {
                var half = (secret.Length / 2) + 1;
                var seen = Enumerable.Range(0, secret.Length - half + 1).FirstOrDefault(at => shown.Contains(secret.Substring(at, half)), -1);
                seen.Should().Be(-1, "of a pause at {0} in {1}, seen as {2}", cut, leak.Output, shown);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Secret_does_not_get_out_by_keyframes_or_a_screen(string command)
    {
        var leak = Of(command);
        var output = Encoding.UTF8.GetBytes(leak.Output);
        for (var cut = 0; cut <= output.Length; cut += 7)
        {
            var (screen, redactor) = (new Screen(200, 50), new Redactor(Rules));
            redactor.Write(output.AsSpan(0, cut), screen.Write);
            Holds(Encoding.UTF8.GetString(KeyframeWriter.Write(screen)), leak);
            redactor.Write(output.AsSpan(cut), screen.Write);
            redactor.End(screen.Write);
            Holds(Encoding.UTF8.GetString(KeyframeWriter.Write(screen)) + screen.Title, leak);
        }
    }

    [Fact]
    public void Secret_does_not_get_out_whatever_the_cuts_and_the_colours_within() => Prop.ForAll(
        (from leak in Gen.Elements(Leaks.All.Where(leak => !leak.Output.Contains('\e')).ToArray())
         from places in Gen.Choose(0, leak.Output.Length).ListOf()
         from sequences in Gen.Elements(Sequences).ListOf(places.Count)
         from length in Gen.Choose(1, 50)
         select (leak, Output: Coloured(leak.Output, places.Zip(sequences)), length)).ToArbitrary(),
        one =>
        {
            var bytes = Encoding.UTF8.GetBytes(one.Output);
            var shown = Shown(bytes.Chunk(one.length));
            Holds(Without(shown, Sequences), one.leak);
            Without(shown, Sequences).Should().Be(Shown([Encoding.UTF8.GetBytes(one.leak.Output)]), "colours are passed over");
            Kept(shown).Should().Be(Kept(one.Output), "sequences are kept");
        }).Check(Chance.Config.WithMaxTest(300));

    [Fact]
    public void Bytes_that_mean_nothing_pass_however_they_are_cut() => Prop.ForAll(
        (from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
         from length in Gen.Choose(1, 9)
         select (bytes, length)).ToArbitrary(),
        one => Taken(one.bytes.Chunk(one.length)).SequenceEqual(Taken([one.bytes]))).Check(Chance.Config);

    /// <summary>Pieces of outputs, broken off anywhere, with sequences, controls and bytes that mean nothing between them.</summary>
    [Fact]
    public void Whatever_comes_the_cuts_and_the_pauses_change_nothing_but_what_could_not_wait() => Prop.ForAll(
        (from pieces in Soup.ListOf()
         from length in Gen.Choose(1, 40)
         select (Bytes: pieces.SelectMany(piece => piece).ToArray(), length)).ToArbitrary(),
        one =>
        {
            Taken(one.Bytes.Chunk(one.length)).Should().Equal(Taken([one.Bytes]));
            Taken(one.Bytes.Chunk(one.length), pauses: true).Length.Should().BeLessThanOrEqualTo(one.Bytes.Length);
        }).Check(Chance.Config.WithMaxTest(Chance.Soups(300)));

    /// <summary>Found by the soups, made smaller.</summary>
    [Theory]
    [InlineData("token:\\3")]
    [InlineData("-----BEGIN token:BP4fePRIVATE KEY-----")]
    [InlineData("token://:日@\r")]
    [InlineData("privatekey:\"-----BEGIN PRIVATE KEY-----ۯ\n")]
    public void What_once_came_out_otherwise_when_it_was_cut_does_not(string output) =>
        Shown(Encoding.UTF8.GetBytes(output).Chunk(1)).Should().Be(Shown([Encoding.UTF8.GetBytes(output)]));

    [Fact]
    public void Secret_in_what_says_that_another_comes_is_hidden_too()
    {
        var token = Leaks.Made(36, 5);
        Shown([Encoding.UTF8.GetBytes($"https://ghp_{token}:x-oauth-basic@github.com/a\r\n")]).Should().Be($"https://ghp_{new string('*', 36)}:*************@github.com/a\r\n");
    }

    /// <summary>A terminal shows nothing for these, so that a secret with them in it reads as one.</summary>
    [Theory]
    [InlineData(new byte[] { 0x9b })]
    [InlineData(new byte[] { 0x80, 0xfe })]
    [InlineData(new byte[] { 0xc2, 0x9b, (byte)'3', (byte)'1', (byte)'m' })]
    [InlineData(new byte[] { 0xc2, 0x90, 0xc2, 0x9c })]
    [InlineData(new byte[] { 0x00, 0x07, 0x0e, 0x7f })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    [InlineData(new byte[] { 0x1b, 0x00, (byte)'[', (byte)'3', 0x01, (byte)'m' })]
    public void Secret_is_one_with_anything_in_it_that_a_terminal_does_not_show(byte[] between)
    {
        var token = Leaks.Made(36, 5);
        byte[] output = [.. "x ghp_"u8, .. Encoding.UTF8.GetBytes(token[..9]), .. between, .. Encoding.UTF8.GetBytes(token[9..]), .. " y"u8];
        foreach (var length in (int[])[1, 3, 100])
        {
            var shown = Taken(output.Chunk(length));
            shown.Where(one => one != '*').Should().Equal([.. "x ghp_"u8, .. between, .. " y"u8]);
            shown.Count(one => one == '*').Should().Be(36);
        }
    }

    [Fact]
    public void Behind_a_string_of_one_character_secrets_are_hidden_again()
    {
        var output = $"\eP{new string('q', 70_000)}\u009cpassword=hunter2 \u009d0;ssh://a:hunter2@b\u009c";
        Shown([Encoding.UTF8.GetBytes(output)]).Should().EndWith("qpassword=******* \u009d0;ssh://a:*******@b\u009c".Insert(1, "\u009c"));
    }

    private static Gen<byte[]> Soup => Gen.OneOf(
        from leak in Gen.Elements(Leaks.All.ToArray())
        from at in Gen.Choose(0, leak.Output.Length)
        from length in Gen.Choose(0, 80)
        select Encoding.UTF8.GetBytes(leak.Output.Substring(at, Math.Min(length, leak.Output.Length - at))),
        Gen.Elements(Sequences.Concat(["\e[5;5H", "\e]0;", "\a", "\e\\", "\eP", "\e", "\x18", "\e[", "\r\n", "日本", "-----BEGIN ", "password=\"", "token: ", "://u:", "\u009b", "\u009d", "\u009c", "\u0085", "\0"]).ToArray()).Select(Encoding.UTF8.GetBytes),
        Gen.Choose(0, 254).Select(value => (byte)value).ArrayOf());

    [Theory]
    [InlineData("commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad\r\nAuthor: Demo <demo@example.com>\r\n")]
    [InlineData("Now listening on: http://localhost:5000\r\nssh://git@example.com/x https://example.com:8443/a?b=c\r\n")]
    [InlineData("PWD=/home/demo\r\nSSH_AUTH_SOCK=/run/user/1000/agent\r\nTOKEN=$GITHUB_TOKEN\r\npassword: ${PASSWORD}\r\nsecret = <sensitive>\r\n")]
    [InlineData("CancellationToken cancellationToken = default, token = source.Token; var password = ReadPassword(prompt);\r\n")]
    [InlineData("System.Runtime, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a\r\n")]
    [InlineData("max_tokens: 4096\r\ntokenizer: whitespace\r\ntoken_type: Bearer\r\nThe token is invalid: check it.\r\nEnter password: \r\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\r\nMIIBtTCCAVugAwIBAgIUQ2Zb\r\n-----END CERTIFICATE-----\r\n-----BEGIN PUBLIC KEY-----\r\nMFkwEwYH\r\n-----END PUBLIC KEY-----\r\n")]
    [InlineData("\e[31merror\e[0m: task-runner disk-usage risk-free eyJust\r\n\e]0;vim README.md\a\e[2J\e[H")]
    [InlineData("\ePq#0;2;0;0;0#0~~@@\e\\\e_Gf=24;AAAA\e\\")]
    public void What_is_no_secret_passes_as_it_is(string output)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        Shown([bytes]).Should().Be(output);
        Shown(bytes.Chunk(1)).Should().Be(output);
    }

    [Theory]
    [InlineData("$ git push -u origin main\r\n$ cd src/tokens; ls -lR http://localhost:5000\r\n")]
    [InlineData("PWD=/home/demo\r\nTOKEN=$GITHUB_TOKEN\r\npassword: ${PASSWORD}\r\nmax_tokens: 4096\r\nThe token is invalid: check it.\r\nEnter password: \r\n")]
    public void What_is_no_secret_passes_as_it_is_where_it_is_typed(string output) => Shown(Encoding.UTF8.GetBytes(output).Chunk(1), pauses: true).Should().Be(output);

    [Fact]
    public void Mark_is_as_wide_as_what_it_hides()
    {
        const string start = "password: \"";
        var output = $"{start}pä日本x5\" behind";
        Shown([Encoding.UTF8.GetBytes(output)]).Should().Be($"{start}********\" behind");
        Shown(Encoding.UTF8.GetBytes(output).Chunk(1)).Should().Be($"{start}********\" behind");
    }

    [Fact]
    public void What_is_no_beginning_of_a_secret_goes_at_once()
    {
        var redactor = new Redactor(Rules);
        foreach (var key in "$ ls -l | grep password=")
        {
            var shown = new List<byte>();
            redactor.Write([(byte)key], bytes => shown.AddRange(bytes));
            shown.Should().Equal((byte)key);
        }
        redactor.IsHolding.Should().BeFalse();
    }

    [Fact]
    public void Clipboard_with_a_secret_does_not_get_out()
    {
        var harmless = $"\e]52;c;{Convert.ToBase64String("git push"u8)}\a";
        var secret = $"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes($"password={Leaks.Values[0]}"))}\a";
        Shown(Encoding.UTF8.GetBytes($"a{harmless}b{secret}c").Chunk(3)).Should().Be($"a{harmless}bc");
    }

    [Fact]
    public void Secrets_are_counted_once_each()
    {
        var leak = Of("env");
        foreach (var length in (int[])[1, 7, 10_000])
        {
            var redactor = new Redactor(Rules);
            foreach (var piece in Encoding.UTF8.GetBytes(leak.Output).Chunk(length))
            {
                redactor.Write(piece, static _ => { });
                redactor.Release(static _ => { });
            }
            redactor.Hidden.Should().Be(leak.Secrets.Length);
        }
    }

    [Fact]
    public void Wait_is_bounded_whatever_comes()
    {
        foreach (var start in (string[])["password=", "https://a:", "\e[", "\e]0;", "-----BEGIN ", "ey" + "J", "Authorization: Basic ", "token\e[1m"])
        {
            var (redactor, length) = (new Redactor(Rules), 0);
            var output = Encoding.UTF8.GetBytes(start + new string('\e', 1).PadRight(200_000, '1'));
            redactor.Write(output, bytes => length += bytes.Length);
            (output.Length - length).Should().BeLessThan(70_000, start);
        }
    }

    private static Leak Of(string command) => Leaks.All.Single(leak => leak.Command == command);

    private static void Holds(string shown, Leak leak)
    {
        foreach (var secret in leak.Secrets)
            shown.Should().NotContain(secret.Length > 40 ? secret[..40] : secret).And.NotContain(secret.Length > 40 ? secret[^40..] : secret);
    }

    private static string Coloured(string output, IEnumerable<(int Place, string Sequence)> colours)
    {
        foreach (var (place, sequence) in colours.OrderByDescending(one => one.Place))
            output = output.Insert(place, sequence);
        return output;
    }

    private static string Without(string shown, string[] sequences) => sequences.OrderByDescending(sequence => sequence.Length).Aggregate(shown, (text, sequence) => text.Replace(sequence, ""));

    private static string Kept(string shown) => string.Concat(shown.Split('\e').Skip(1).Select(part => part[..1]));

    private static string Shown(IEnumerable<byte[]> pieces, bool pauses = false) => Encoding.UTF8.GetString(Taken(pieces, pauses));

    private static byte[] Taken(IEnumerable<byte[]> pieces, bool pauses = false)
    {
        var (redactor, shown) = (new Redactor(Rules), new List<byte>());
        foreach (var piece in pieces)
        {
            redactor.Write(piece, bytes => shown.AddRange(bytes));
            if (pauses)
                redactor.Release(bytes => shown.AddRange(bytes));
        }
        redactor.End(bytes => shown.AddRange(bytes));
        return [.. shown];
    }
}
