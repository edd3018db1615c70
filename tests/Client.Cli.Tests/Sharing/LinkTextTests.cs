using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class LinkTextTests
{
    private const string Local = "http://127.0.0.1:7070/s/0000000000000000000001#k=0000000000000000000002";
    private const string Public = "https://share.example.com/s/0000000000000000000001#k=0000000000000000000002";

    [Fact]
    public void Local_link_says_that_it_opens_here_only_and_what_to_do() =>
        LinkText.Lines(Local, copied: true, [], Role.View, "Ctrl-^").Should()
            .HaveElementAt(0, $"Shared: {Local}  (on your clipboard)").And
            .Contain(line => line.StartsWith("The link opens on this machine only. To invite others, share through a server that they reach", StringComparison.Ordinal));

    [Fact]
    public void Public_link_says_nothing_of_the_kind() =>
        LinkText.Lines(Public, copied: false, [], Role.View, prefix: null).Should().Equal($"Shared: {Public}", "Who gets in: anyone with the link (may watch).");

    [Fact]
    public void Person_reads_who_gets_in()
    {
        EmailRule[] two = [new("ana@example.com", Role.View), new("bo@example.com", Role.Edit)];
        string Who(IReadOnlyList<EmailRule> allow, Role link) => LinkText.Lines(Public, false, allow, link, null).Last();

        Who([], Role.None).Should().StartWith("Nobody but you gets in");
        Who(two, Role.None).Should().Be("Who gets in: ana@example.com (may watch), bo@example.com (may type).");
        Who([], Role.Edit).Should().Be("Who gets in: anyone with the link (may type).");
        Who(two[..1], Role.View).Should().Be("Who gets in: ana@example.com (may watch), and anyone with the link (may watch).");
    }

    [Fact]
    public void Clipboard_gets_the_link_and_no_bell() => Clipboard.Copy("hi").Should().Equal("\e]52;c;aGk=\a"u8.ToArray());
}
