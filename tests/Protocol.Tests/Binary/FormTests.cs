using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using SessionShare.Protocol.Binary;

namespace SessionShare.Protocol.Tests.Binary;

public sealed class FormTests
{
    public static TheoryData<Type> Messages => [.. Samples.Messages];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_says_in_MessagePack_what_it_says_in_JSON_and_is_read_as_it_was(Type message)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var value = new Samples(seed).Of(message);
            var (packed, json) = (Packed.Of(value), Packed.Json(value));

            JsonNode.DeepEquals(Packed.Json(packed), json).Should().BeTrue($"seed {seed}: {Packed.Json(packed)} is {json}");
            var back = Packed.Read(message, new ReadOnlySequence<byte>(packed));
            JsonNode.DeepEquals(Packed.Json(back), json).Should().BeTrue($"seed {seed}: {Packed.Json(back)} is {json}");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_absent_or_nil_is_what_it_is_where_JSON_has_nothing(Type message)
    {
        var nothing = JsonSerializer.Serialize(JsonSerializer.Deserialize("{}", message, ProtocolJson.Default), message, ProtocolJson.Default);
        var nils = Packed.By((ref writer) =>
        {
            var names = message.GetProperties().Where(property => property.CanWrite).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();
            writer.WriteMapHeader(names.Count);
            foreach (var name in names)
            {
                writer.Write(name);
                writer.WriteNil();
            }
        });

        foreach (var packed in new[] { [0x80], nils })
            Packed.Json(Packed.Read(message, new ReadOnlySequence<byte>(packed)))!.ToJsonString().Should().Be(nothing);
    }

    [Fact]
    public void Members_come_in_any_order_and_unknown_ones_are_skipped_however_deep_they_are()
    {
        var packed = Packed.By((ref writer) =>
        {
            writer.WriteMapHeader(4);
            writer.Write("through");
            writer.Write(9);
            writer.Write("new");
            for (var depth = 0; depth < 300_000; depth++)
                writer.WriteArrayHeader(1);
            writer.WriteMapHeader(1);
            writer.Write(1);
            writer.Write(new byte[] { 1 });
            writer.Write("keyframe");
            writer.Write(true);
            writer.Write("after");
            writer.Write(3);
        });

        Packed.Read<FramesRequest>(packed).Should().Be(new FramesRequest(3, 9, Keyframe: true));
    }

    [Theory]
    [InlineData("05")]
    [InlineData("CC 05")]
    [InlineData("CD 00 05")]
    [InlineData("CE 00 00 00 05")]
    [InlineData("CF 00 00 00 00 00 00 00 05")]
    [InlineData("D0 05")]
    [InlineData("D1 00 05")]
    [InlineData("D2 00 00 00 05")]
    [InlineData("D3 00 00 00 00 00 00 00 05")]
    public void A_whole_number_may_have_any_length(string hex)
    {
        Packed.Read<long>(Hex(hex)).Should().Be(5);
        Packed.Read<int>(Hex(hex)).Should().Be(5);
    }

    [Theory]
    [InlineData(typeof(FramesRequest), "81 A5 61667465 72 A1 31", "'after' must be a whole number, and is text.")]
    [InlineData(typeof(FramesRequest), "81 A5 6166746572 CB 3FF0000000000000", "'after' must be a whole number, and is a floating-point number.")]
    [InlineData(typeof(FramesRequest), "81 A5 6166746572 CF FFFFFFFFFFFFFFFF", "'after' must be a whole number of -9223372036854775808 to 9223372036854775807.")]
    [InlineData(typeof(FramesRequest), "81 A8 6B65796672616D65 01", "'keyframe' must be true or false, and is a whole number.")]
    [InlineData(typeof(FramesRequest), "81 01 02", "The value must be a map whose keys are text, and is a whole number.")]
    [InlineData(typeof(FramesRequest), "93 01 02 C3", "The value must be a map, and is a list.")]
    [InlineData(typeof(TypeRequest), "81 A5 6279746573 A2 6C73", "'bytes' must be bytes (bin), and is text.")]
    [InlineData(typeof(TypeRequest), "81 A5 6279746573 91 6C", "'bytes' must be bytes (bin), and is a list.")]
    [InlineData(typeof(ResizeRequest), "81 A4 73697A65 81 A4 726F7773 CE FFFFFFFF", "'size.rows' must be a whole number of -2147483648 to 2147483647.")]
    [InlineData(typeof(RoleRequest), "81 A4 726F6C65 A5 6F776E6572", "'role' must be one of none, view, edit, manage.")]
    [InlineData(typeof(RoleRequest), "81 A4 726F6C65 02", "'role' must be a name as text, and is a whole number.")]
    [InlineData(typeof(JoinRequest), "81 A7 73657373696F6E A1 78", "'session' must be a session id, 22 characters of 0-9A-Za-z.")]
    [InlineData(typeof(JoinRequest), "81 A4 6E616D65 A1 FF", "'name' must be text in UTF-8.")]
    [InlineData(typeof(EditDraftRequest), "81 A7 6368616E676573 91 81 A6 696E73657274 C0", null)]
    [InlineData(typeof(EditDraftRequest), "81 A7 6368616E676573 91 81 A6 696E73657274 01", "'changes.insert' must be text, and is a whole number.")]
    [InlineData(typeof(EditDraftRequest), "81 A7 6368616E676573 80", "'changes' must be a list, and is a map.")]
    [InlineData(typeof(ShareRequest), "81 A5 616C6C6F77 91 81 A4 726F6C65 A1 78", "'allow.role' must be one of none, view, edit, manage.")]
    public void What_is_of_another_form_is_told_by_its_name(Type message, string hex, string? sentence)
    {
        var read = () => Packed.Read(message, new ReadOnlySequence<byte>(Hex(hex)));

        if (sentence is null)
            read.Should().NotThrow();
        else
            read.Should().Throw<MalformedValueException>().WithMessage(sentence);
    }

    [Theory]
    [InlineData("DD FFFFFFFF")]
    [InlineData("DC FFFF 80 80")]
    [InlineData("DD 7FFFFFFF C0")]
    public void A_list_says_no_more_members_than_there_are_bytes(string list)
    {
        var packed = Hex("81 A7 6368616E676573" + list);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = () => Packed.Read<EditDraftRequest>(packed);

        read.Should().Throw<EndOfStreamException>();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1024 * 1024);
    }

    [Fact]
    public void Bytes_are_read_into_an_array_of_their_own()
    {
        var packed = Packed.Of(new TypeRequest(1, "ls"u8.ToArray()));
        var read = Packed.Read<TypeRequest>(packed)!;
        packed.AsSpan().Clear();

        read.Bytes.ToArray().Should().Equal("ls"u8.ToArray());
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
