using System.Buffers;
using System.Text.Json;
using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SessionShare.Protocol.Tests.Binary;

public sealed class MessagePackProtocolTests
{
    public static TheoryData<int> Messages => [.. Enumerable.Range(0, Hub.Messages.Count)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_the_bytes_that_SignalRs_own_protocol_writes_and_each_reads_the_others(int at)
    {
        var message = Hub.Messages[at];
        var (ours, theirs) = (Hub.Ours.GetMessageBytes(message), Hub.Theirs.GetMessageBytes(message));

        Convert.ToHexString(ours.Span).Should().Be(Convert.ToHexString(theirs.Span));
        foreach (var read in new[] { Hub.Ours.Read(theirs), Hub.Theirs.Read(ours) })
            Said(read).Should().Be(Said(message));
    }

    [Theory]
    [InlineData(1023, 5000)]
    [InlineData(1024, 5000)]
    [InlineData(5000, 1024)]
    public void Several_long_pieces_keep_their_order(int first, int second)
    {
        var message = new InvocationMessage("1", "Two", [new TypeRequest(1, Enumerable.Repeat((byte)1, first).ToArray()), new TypeRequest(2, Enumerable.Repeat((byte)2, second).ToArray())]);

        Hub.Ours.GetMessageBytes(message).ToArray().Should().Equal(Hub.Theirs.GetMessageBytes(message).ToArray());
    }

    [Fact]
    public void Messages_are_read_wherever_the_bytes_are_cut()
    {
        var stream = new ArrayBufferWriter<byte>();
        foreach (var message in Hub.Messages)
            Hub.Ours.WriteMessage(message, stream);
        var all = Hub.Messages.Select(Said).ToList();

        for (var seed = 0; seed < 20; seed++)
        {
            var (messages, rest) = Hub.Ours.ReadAll(Cut.ToPieces(stream.WrittenMemory, new Random(seed)));
            messages.Select(Said).Should().Equal(all, $"seed {seed}");
            rest.IsEmpty.Should().BeTrue();
        }
    }

    [Fact]
    public void A_message_that_is_not_all_there_is_waited_for()
    {
        var bytes = Hub.Ours.GetMessageBytes(new InvocationMessage("1", "Type", [new TypeRequest(1, new byte[300])]));

        for (var length = 0; length < bytes.Length; length++)
        {
            var (messages, rest) = Hub.Ours.ReadAll(new ReadOnlySequence<byte>(bytes[..length]));
            messages.Should().BeEmpty();
            rest.Length.Should().Be(length, "it stays until the rest comes");
        }
    }

    [Theory]
    [InlineData("80 80 80 80 80", "A message's length prefix has at most 5 bytes; the fifth says that another one follows.")]
    [InlineData("FF FF FF FF 7F", "A message has at most 1000000 bytes; this one's length prefix says 34359738367.")]
    [InlineData("C1 84 3D", "A message has at most 1000000 bytes; this one's length prefix says 1000001.")]
    [InlineData("00", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("01 C1", "A message can't be read. The value is no MessagePack.")]
    [InlineData("01 90", "A message can't be read. The value has type 0; types of messages are 1 to 7.")]
    [InlineData("01 06", "A message can't be read. The value must be an array, and is a whole number.")]
    [InlineData("02 91 06 91 06", null)]
    [InlineData("03 91 06 06", "A message can't be read. The value ends before the message does: its length prefix is wrong.")]
    [InlineData("01 91 06", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("02 91 08", "A message can't be read. The value has type 8; types of messages are 1 to 7.")]
    [InlineData("02 91 09", "A message can't be read. The value has type 9; types of messages are 1 to 7.")]
    [InlineData("02 91 FF", "A message can't be read. The value has type -1; types of messages are 1 to 7.")]
    [InlineData("03 91 A1 31", "A message can't be read. 'type' must be a whole number, and is text.")]
    [InlineData("06 91 CE FFFFFFFF", "A message can't be read. 'type' must be a whole number of -2147483648 to 2147483647.")]
    [InlineData("03 92 01 80", "A message can't be read. The value has 2 items; a message of type 1 has at least 5.")]
    [InlineData("07 95 01 C0 C0 A1 78 90", "A message can't be read. The value must be a map of headers as its second item, and is nil.")]
    [InlineData("06 95 01 80 01 A0 90", "A message can't be read. 'invocationId' must be text, and is a whole number.")]
    [InlineData("06 95 01 80 C0 01 90", "A message can't be read. 'target' must be text, and is a whole number.")]
    [InlineData("0A 95 01 80 C0 A4 53656E6E 90", null)]
    [InlineData("0A 95 01 80 C0 A4 5365656E 90", "A message can't be read. The value has 0 arguments; Seen takes 1.")]
    [InlineData("0B 95 01 80 C0 A4 5365656E 91 C3", "A message can't be read. 'argument 1' must be a whole number, and is true or false.")]
    [InlineData("0A 95 01 80 C0 A4 5365656E 07", "A message can't be read. The value must be an array of arguments, and is a whole number.")]
    [InlineData("0A 95 04 80 C0 A4 5365656E 90", "A message can't be read. The value has no invocation id.")]
    [InlineData("05 94 03 80 A1 35", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("06 94 03 80 A1 35 03", "A message can't be read. The value is a completion of 4 items with result kind 3; 1 an error and 3 a result have 5, 2 no result has 4.")]
    [InlineData("03 93 05 80", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("04 93 05 80 A0", "A message can't be read. The value has no invocation id.")]
    [InlineData("06 91 DD FFFFFFFF", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("06 91 DF FFFFFFFF", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("06 91 C6 FFFFFFFF", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    [InlineData("06 91 DB 7FFFFFFF", "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.")]
    public void What_is_no_message_is_named(string hex, string? sentence)
    {
        var read = () => Hub.Ours.ReadAll(new ReadOnlySequence<byte>(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

        if (sentence is null)
            read.Should().NotThrow();
        else
            read.Should().Throw<HubException>().WithMessage(sentence);
    }

    [Theory]
    [InlineData("Type", "a text", "'argument 1' must be a map, and is text.")]
    [InlineData("Type", 5, "'argument 1' must be a map, and is a whole number.")]
    [InlineData("Watch", new[] { 1 }, "'argument 1' must be a map, and is a list.")]
    [InlineData("Nothing", 1, "Method does not exist.")]
    public void Arguments_of_another_form_are_answered_where_an_answer_is_wanted(string method, object argument, string sentence)
    {
        var call = Packed.By((ref writer) =>
        {
            writer.WriteArrayHeader(6);
            writer.Write(1);
            writer.WriteMapHeader(1);
            writer.Write("traceparent");
            writer.Write("00");
            writer.Write("7");
            writer.Write(method);
            writer.WriteArrayHeader(1);
            MessagePackSerializer.Serialize(argument.GetType(), ref writer, argument);
            writer.WriteArrayHeader(0);
        });

        var failure = Hub.Ours.Read(new byte[] { (byte)call.Length }.Concat(call).ToArray()).Should().BeOfType<InvocationBindingFailureMessage>().Subject;

        failure.Should().BeEquivalentTo(new { InvocationId = "7", Target = method }, options => options.Including(it => it.InvocationId).Including(it => it.Target));
        failure.BindingFailure.SourceException.Should().BeOfType<HubException>().Which.Message.Should().Be(sentence);
    }

    [Fact]
    public void Items_and_answers_that_nobody_waits_for_any_more_hurt_nobody()
    {
        Hub.Ours.Read(Hub.Ours.GetMessageBytes(new StreamItemMessage("gone", new WatchItem { Passed = 1 }))).Should().BeOfType<StreamBindingFailureMessage>();
        foreach (var id in new[] { "gone", "any" })
            Hub.Ours.Read(Hub.Ours.GetMessageBytes(CompletionMessage.WithResult(id, new TypeReply(null)))).Should().BeOfType<CompletionMessage>().Which.HasResult.Should().BeFalse();
    }

    [Fact]
    public void An_answer_of_another_form_is_an_error_of_that_call()
    {
        var answer = (CompletionMessage)Hub.Ours.Read(Hub.Ours.GetMessageBytes(CompletionMessage.WithResult("5", 7L)));

        answer.Error.Should().Be("The result can't be read. The value must be a map, and is a whole number.");
    }

    [Fact]
    public void Bytes_at_random_and_messages_with_a_few_changed_are_read_or_refused_and_nothing_else()
    {
        var messages = Hub.Messages.Select(message => Hub.Ours.GetMessageBytes(message).ToArray()).Where(bytes => bytes.Length < 2000).ToList();
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var bytes = messages[random.Next(messages.Count)].ToArray();
            if (seed % 4 == 0)
                random.NextBytes(bytes);
            else
                for (var i = random.Next(1, 4); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            try
            {
                Hub.Ours.ReadAll(Cut.ToPieces(bytes, random));
            }
            catch (HubException refused)
            {
                refused.Message.Should().StartWith("A message", $"seed {seed}");
            }
        }
    }

    /// <summary>A message and all that is in it.</summary>
    private static string Said(HubMessage message) => message switch
    {
        HubMethodInvocationMessage call => $"{call.GetType().Name} {call.InvocationId} {call.Target} {Said(call.Arguments)}",
        StreamItemMessage item => $"item {item.InvocationId} {Said(item.Item)}",
        CompletionMessage completion => $"completion {completion.InvocationId} {completion.Error} {completion.HasResult} {Said(completion.Result)}",
        CancelInvocationMessage cancel => $"cancel {cancel.InvocationId}",
        CloseMessage close => $"close {close.Error} {close.AllowReconnect}",
        _ => message.GetType().Name,
    };

    private static string Said(params object?[] values) =>
        string.Join(' ', values.Select(value => value is null ? "null" : JsonSerializer.Serialize(value, value.GetType(), ProtocolJson.Default)));
}
