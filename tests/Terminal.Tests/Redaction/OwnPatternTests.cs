using System.Text;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Terminal.Tests.Redaction;

/// <summary>A person's own patterns.</summary>
public sealed class OwnPatternTests
{
    [Fact]
    public void Pattern_hides_what_it_matches_or_its_first_group_wherever_the_output_is_cut()
    {
        var rules = Rules("# ours", "", "EMP-[0-9]{6}", "badge ([a-zü]+)!");
        var output = Encoding.UTF8.GetBytes("see EMP-123\e[1m456 and badge süß, badge grün!\r\nEMP-12 EMP-654321");
        const string hidden = "see *******\e[1m*** and badge süß, badge ****!\r\nEMP-12 **********";
        for (var cut = 0; cut <= output.Length; cut++)
            Shown(rules, output[..cut], output[cut..]).Should().Be(hidden);
    }

    [Theory]
    [InlineData("a(b", 3)]
    [InlineData("(?=x)y", 3)]
    [InlineData(@"(a)\1", 3)]
    public void Pattern_that_is_wrong_or_might_take_forever_is_named_by_its_line(string pattern, int line)
    {
        var (patterns, wrong, fault) = OwnPatterns.Read(["fine", "", pattern, "x["]);
        (patterns, wrong).Should().Be((null, line));
        fault.Should().NotBeNullOrEmpty();
    }

    private static RedactionRules Rules(params string[] lines) => new([], OwnPatterns.Read(lines).Patterns!);

    private static string Shown(RedactionRules rules, params byte[][] pieces)
    {
        var (redactor, shown) = (new Redactor(rules), new List<byte>());
        foreach (var piece in pieces)
            redactor.Write(piece, bytes => shown.AddRange(bytes));
        redactor.End(bytes => shown.AddRange(bytes));
        return Encoding.UTF8.GetString([.. shown]);
    }
}
