using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SessionShare.Protocol.Tests.Binary;

/// <summary>The worked examples of docs/protocol.md, section 1a.</summary>
public sealed partial class DocumentedExampleTests
{
    private static readonly FrameRun Run = new(7, 2, Convert.FromHexString("010200000060E31600000000006869" + "020400000080841E000000000050001800"));

    private static readonly HubMessage[] Examples =
    [
        new InvocationMessage(null, "Seen", [42L]),
        new InvocationMessage("1", "Type", [new TypeRequest(1, "ls\r"u8.ToArray())]),
        CompletionMessage.WithResult("1", new TypeReply(null, 0, 1)),
        CompletionMessage.WithResult("1", new RoleReply(new Refusal(Reason.Gap, "...", 5))),
        new StreamItemMessage("2", new WatchItem { Frames = new WatchedFrames(1, Run) }),
        new CancelInvocationMessage("2"),
        PingMessage.Instance,
        new CloseMessage("gone"),
    ];

    [Fact]
    public void The_worked_examples_are_what_is_written()
    {
        var document = File.ReadAllText(Repository.File("docs/protocol.md"));
        var section = document[document.IndexOf("## 1a. MessagePack", StringComparison.Ordinal)..document.IndexOf("## 2. Ids", StringComparison.Ordinal)];
        var documented = string.Concat(HexLine().Matches(section).Select(line => line.Value.Replace(" ", "", StringComparison.Ordinal)));

        documented.Should().Be(string.Concat(Examples.Select(example => Convert.ToHexString(Hub.Ours.GetMessageBytes(example).Span))));
    }

    [Fact]
    public void The_largest_append_has_as_many_bytes_as_the_document_says()
    {
        const long most = 1L << 53;
        var append = new AppendRequest(most, most, new FrameRun(most, int.MaxValue, new byte[WireLimits.AppendBytes]));

        Hub.Ours.GetMessageBytes(new InvocationMessage(null, "Append", [append])).Length.Should().Be(262_238);
    }

    [GeneratedRegex("^(?:[0-9A-F]{2})+(?: (?:[0-9A-F]{2})+)+$", RegexOptions.Multiline)]
    private static partial Regex HexLine();
}
