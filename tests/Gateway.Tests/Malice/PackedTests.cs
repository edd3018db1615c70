using SessionShare.Gateway.Tests.Walk;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Malice;

/// <summary>MessagePack that a library would not send, on a bare WebSocket. Another connection stands beside, and notices nothing.</summary>
public sealed class PackedTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private const string TooEarly = "A message can't be read. The value ends too early: its length prefix or a length in it is wrong.";

    [Theory]
    [InlineData("80 80 80 80 80", "A message's length prefix has at most 5 bytes; the fifth says that another one follows.")]
    [InlineData("FF FF FF FF 07", "A message has at most 409600 bytes; this one's length prefix says 2147483647.")]
    [InlineData("FF FF FF FF 0F", "A message has at most 409600 bytes; this one's length prefix says 4294967295.")]
    [InlineData("81 80 19", "A message has at most 409600 bytes; this one's length prefix says 409601.")]
    [InlineData("00", TooEarly)]
    [InlineData("05 95 01 80 C0 A4", TooEarly)]
    [InlineData("06 91 06 91 06 91 06", "A message can't be read. The value ends before the message does: its length prefix is wrong.")]
    [InlineData("01 91", TooEarly)]
    [InlineData("01 C1", "A message can't be read. The value is no MessagePack.")]
    [InlineData("02 91 08", "A message can't be read. The value has type 8; types of messages are 1 to 7.")]
    [InlineData("02 91 63", "A message can't be read. The value has type 99; types of messages are 1 to 7.")]
    [InlineData("03 91 A1 31", "A message can't be read. 'type' must be a whole number, and is text.")]
    [InlineData("01 80", "A message can't be read. The value must be an array, and is a map.")]
    [InlineData("04 92 01 80 C0", "A message can't be read. The value ends before the message does: its length prefix is wrong.")]
    [InlineData("06 95 01 80 C0 07 90", "A message can't be read. 'target' must be text, and is a whole number.")]
    [InlineData("0B 95 01 80 C0 A4 5365656E 91 A0", "A message can't be read. 'argument 1' must be a whole number, and is text.")]
    [InlineData("0B 95 04 80 C0 A4 4A6F696E 91 80", "A message can't be read. The value has no invocation id.")]
    [InlineData("06 91 DD FFFFFFFF", TooEarly)]
    [InlineData("06 91 DF 7FFFFFFF", TooEarly)]
    [InlineData("06 91 C6 FFFFFFFF", TooEarly)]
    [InlineData("06 91 DB FFFFFFFF", TooEarly)]
    [InlineData("06 91 C9 FFFFFFFF", TooEarly)]
    public async Task A_message_that_is_none_closes_its_own_connection_and_is_told_why(string hex, string sentence)
    {
        await using var calm = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        await using var eve = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        await eve.Send(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        (await eve.Closed()).Should().Be($"Connection closed with an error. HubException: {sentence}");
        await ShouldAnswer(calm);
    }

    [Theory]
    [InlineData(Hubs.Sharer.Path)]
    [InlineData(Hubs.Me.Path)]
    public async Task So_it_is_at_the_other_hubs(string hub)
    {
        await using var eve = await PackedClient.Connect(gateway, hub, Caller.TokenOf(gateway, "eve@example.com"));
        await eve.Send([2, 0x91, 8]);

        (await eve.Closed()).Should().EndWith("types of messages are 1 to 7.");
    }

    [Fact]
    public async Task Nesting_as_deep_as_a_message_is_long_is_gone_past()
    {
        await using var eve = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        await eve.Send(PackedClient.Call("1", "Join", (ref writer) =>
        {
            writer.WriteMapHeader(2);
            writer.Write("version");
            writer.Write(WireLimits.ProtocolVersion);
            writer.Write("deep");
            for (var depth = 0; depth < 98_000; depth++)
                writer.WriteArrayHeader(1);
            writer.WriteNil();
        }));

        (await eve.Next())!.ToJsonString().Should().Contain("The session id is missing.");
    }

    [Fact]
    public async Task Arguments_of_another_form_are_answered_with_what_is_wrong_and_the_connection_goes_on()
    {
        await using var eve = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        await eve.Send(PackedClient.Call("1", "Join", (ref writer) => writer.Write("session")));
        await eve.Send(PackedClient.Call("2", "Join", (ref writer) =>
        {
            writer.WriteMapHeader(1);
            writer.Write("session");
            writer.Write("short");
        }));
        await eve.Send(PackedClient.Call("3", "Nothing", (ref writer) => writer.WriteNil()));

        (await eve.Next())!.ToJsonString().Should().Contain("'argument 1' must be a map, and is text.".Replace("'", "\\u0027", StringComparison.Ordinal));
        (await eve.Next())!.ToJsonString().Should().Contain("must be a session id, 22 characters of 0-9A-Za-z.");
        (await eve.Next())!.ToJsonString().Should().Contain("Method does not exist.");
        await ShouldAnswer(eve);
    }

    [Theory]
    [InlineData(Hubs.Me.Path, WireLimits.MeMessageBytes)]
    [InlineData(Hubs.Viewer.Path, WireLimits.ViewerMessageBytes)]
    [InlineData(Hubs.Sharer.Path, WireLimits.SharerMessageBytes)]
    public async Task A_message_of_a_hubs_limit_is_read_and_one_byte_more_closes_the_connection(string hub, int limit)
    {
        var token = Caller.TokenOf(gateway, "eve@example.com");
        foreach (var over in new[] { 0, 1 })
        {
            await using var eve = await PackedClient.Connect(gateway, hub, token);
            var empty = PackedClient.Call("1", "Nothing", (ref writer) => writer.Write(Array.Empty<byte>())).Length;
            var message = PackedClient.Call("1", "Nothing", (ref writer) => writer.Write(new byte[limit + over - empty - Longer(limit)]));
            message.Length.Should().Be(limit + over);
            await eve.Send(message);

            if (over == 0)
                (await eve.Next())!.ToJsonString().Should().Contain("Method does not exist.");
            else
                (await eve.Closed()).Should().StartWith("Connection closed with an error.");
        }
    }

    [Fact]
    public async Task Messages_are_read_wherever_frames_are_cut_and_however_many_are_in_one()
    {
        await using var viewer = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        var message = Blocks();
        for (var cut = 1; cut < message.Length; cut += 3)
            await viewer.Send(message, cut, (cut + message.Length) / 2);
        await viewer.Send([.. message, .. message, .. message[..10]]);
        await viewer.Send([.. message[10..], .. message]);

        for (var answers = 4 + (message.Length - 2) / 3 + 1; answers > 0; answers--)
            (await viewer.Next())!.ToJsonString().Should().Contain("Join first.");
    }

    [Fact]
    public async Task Messages_with_a_few_bytes_changed_hurt_nobody_else()
    {
        await using var session = await WalkedSession.Begin(gateway);
        await using var calm = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var bytes = Blocks();
            for (var i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await using var eve = await PackedClient.Connect(gateway, Hubs.Viewer.Path);
            await eve.Send(bytes);
            await eve.Send(Blocks());
        }

        await ShouldAnswer(calm);
        await session.Output("the session goes on");
    }

    /// <summary>What is between an empty and a full message beside the bytes themselves: the longer headers.</summary>
    private static int Longer(int limit) => limit > ushort.MaxValue ? 2 + 3 : 1 + 1;

    private static byte[] Blocks() => PackedClient.Call("1", "Blocks", (ref writer) =>
    {
        writer.WriteMapHeader(2);
        writer.Write("from");
        writer.Write(1);
        writer.Write("count");
        writer.Write(1);
    });

    private static async Task ShouldAnswer(PackedClient client)
    {
        await client.Send(Blocks());
        (await client.Next())!.ToJsonString().Should().Contain("Join first.");
    }
}
