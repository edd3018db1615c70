using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionShare.Protocol.Tests;

public sealed partial class ReasonTests
{
    [Fact]
    public void Every_reason_has_a_row_and_the_document_has_the_same()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.File("docs/protocol.md")).Split("## 9. Reasons")[1])
            .ToDictionary(match => match.Groups[1].Value, match => string.Join('|', match.Groups.Values.Skip(2).Select(group => group.Value)));

        var expected = Enum.GetValues<Reason>().ToDictionary(
            reason => JsonSerializer.Serialize(reason).Trim('"'),
            reason => Reasons.Of(reason) is var row ? $"{row.HttpStatus}|{row.ExitCode}|{(row.Retry ? "yes" : "no")}|{row.Text}" : "");
        rows.Should().Equal(expected);
    }

    [Fact]
    public void Exit_codes_of_failures_are_125_and_above() =>
        Enum.GetValues<Reason>().Select(Reasons.Of).Where(row => row.ExitCode != 0)
            .Should().OnlyContain(row => row.ExitCode >= 125 && row.ExitCode < 256);

    [Fact]
    public void A_refusal_carries_the_sentence_and_the_detail()
    {
        var refusal = Refusal.Of(Reason.Gap, expected: 12);
        JsonSerializer.Serialize(refusal, JsonSerializerOptions.Web)
            .Should().Be("""{"reason":"gap","text":"Frames are missing before these.","expected":12}""");
        Refusal.Of(Reason.InvalidRequest, "The size is 0x0.").Text.Should().Be("The request is not right. The size is 0x0.");
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (\d+) \| (\d+) \| (yes|no) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
