using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Sharing;

public sealed class LinkTextTests
{
    private const string Local = "http://127.0.0.1:7070/s/0000000000000000000001#k=0000000000000000000002";
    private const string Public = "https://share.example.com/s/0000000000000000000001#k=0000000000000000000002";

    [Fact]
    public void Local_link_says_that_it_opens_here_only_and_what_to_do() =>
        LinkText.Lines(Local, copied: true, Asked([], Role.View), "Ctrl-^").Should()
            .HaveElementAt(0, $"Shared: {Local}  (on your clipboard)").And
            .Contain(line => line.StartsWith("The link opens on this machine only. To invite others, share through a server that they reach", StringComparison.Ordinal));

    [Fact]
    public void Public_link_says_nothing_of_the_kind() =>
        LinkText.Lines(Public, copied: false, Asked([], Role.View), prefix: null).Should().Equal($"Shared: {Public}", "Who gets in: anyone with the link (may watch).");

    [Fact]
    public void Person_reads_who_gets_in()
    {
        EmailRule[] two = [new("ana@example.com", Role.View), new("bo@example.com", Role.Edit)];
        string Who(IReadOnlyList<EmailRule> allow, Role link) => LinkText.Lines(Public, false, Asked(allow, link), null).ElementAt(1);

        Who([], Role.None).Should().StartWith("Nobody but you gets in");
        Who(two, Role.None).Should().Be("Who gets in: ana@example.com (may watch), bo@example.com (may type).");
        Who([], Role.Edit).Should().Be("Who gets in: anyone with the link (may type).");
        Who(two[..1], Role.View).Should().Be("Who gets in: ana@example.com (may watch), and anyone with the link (may watch).");
    }

    [Fact]
    public void What_was_chosen_is_told_and_what_was_not_is_not()
    {
        var asked = Asked([], Role.View) with { Keep = TimeSpan.FromDays(7), Idle = new(1800, 7200) };

        LinkText.Lines(Public, false, asked, null).Skip(2).Should().Equal(
            "Its history is kept for 7 days after its end; sessionshare delete ends that at once.",
            "When nothing happens for 30 minutes, nobody but you may edit any more.",
            "When nothing happens for 2 hours, the session ends.");
    }

    [Fact]
    public void Session_that_goes_on_says_nothing_of_who_gets_in() =>
        LinkText.Lines(Public, false, Asked([], Role.None) with { Resume = new(null) }, null).Should().Equal(
            $"Shared on: {Public}", "The session goes on: who was let in still is, and who is here stays.");

    private static ShareArguments Asked(IReadOnlyList<EmailRule> allow, Role link) =>
        new(null, allow, link, null, null, null, Yes: false, Json: false, null, [], null, FollowEditors: false);

    [Fact]
    public void Clipboard_gets_the_link_and_no_bell() => Clipboard.Copy("hi").Should().Equal("\e]52;c;aGk=\a"u8.ToArray());
}
