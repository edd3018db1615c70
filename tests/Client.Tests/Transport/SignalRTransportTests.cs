using System.Buffers;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

public sealed class SignalRTransportTests
{
    [Theory]
    [InlineData(WireEncoding.MessagePack)]
    [InlineData(WireEncoding.Json)]
    public async Task Sharer_s_calls_go_out_and_items_come_down(WireEncoding encoding)
    {
        await using var server = await HubServer.Start();
        await using var sharer = await Transport("secret", encoding).ConnectSharer(server.Address, default).Soon();
        server.Tokens.Should().Equal("Bearer secret");

        var reply = await sharer.Share(new(1, SessionId.Of(new byte[16]), null, "t", new(80, 24), [new("a@b", Role.Edit)], Role.None), default).Soon();
        reply.Shared!.Link.Should().Be("https://host/s/0000000000000000000000#k=x");
        reply.Shared.Roster.Should().Be(FakeSharerConnection.Nobody);

        await using var control = sharer.Control(new(0), default).GetAsyncEnumerator();
        var first = control.MoveNextAsync().AsTask();
        var run = BigRun();
        await sharer.Append(new(1, 2, run), default).Soon();
        (await first.Soon()).Should().BeTrue();
        control.Current.Should().Be(new ControlItem { Appended = run.Last });
        (await control.MoveNextAsync().AsTask().Soon()).Should().BeTrue();
        control.Current.Typed!.Bytes.ToArray().Should().Equal(run.Bytes[..1000].ToArray());

        await sharer.ControlSeen(42, default).Soon();
        await control.MoveNextAsync().AsTask().Soon();
        control.Current.Durable.Should().Be(42);
        (await sharer.End(new(9, Reason.SharerExited, 1), default).Soon()).Refused!.Expected.Should().Be(9);
    }

    [Theory]
    [InlineData(WireEncoding.MessagePack)]
    [InlineData(WireEncoding.Json)]
    public async Task Stream_of_a_viewer_ends_with_ConnectionLost_when_the_server_cuts(WireEncoding encoding)
    {
        await using var server = await HubServer.Start();
        await using var viewer = await Transport(null, encoding).ConnectViewer(server.Address, default).Soon();
        (await viewer.Join(new(1, SessionId.Of(new byte[16]), null, null, null), default).Soon()).Joined!.Title.Should().Be("title");
        await using var items = viewer.Watch(new(false, 0, null), default).GetAsyncEnumerator();
        (await items.MoveNextAsync().AsTask().Soon()).Should().BeTrue();
        items.Current.Frames!.Run.Bytes.Length.Should().Be(65_000 + 1 + 26);

        await items.Invoking(async lost => await lost.MoveNextAsync().AsTask().Soon()).Should().ThrowAsync<ConnectionLostException>();
        (await viewer.Closed.Soon()).Should().NotBeEmpty();
        await viewer.Invoking(lost => lost.Leave(default).Soon()).Should().ThrowAsync<ConnectionLostException>();
    }

    [Fact]
    public async Task Fault_of_the_server_is_a_lost_connection()
    {
        await using var server = await HubServer.Start();
        await using var viewer = await Transport().ConnectViewer(server.Address, default).Soon();
        await viewer.Invoking(lost => lost.Join(new(1, SessionId.Of(new byte[16]), null, "fault", null), default).Soon())
            .Should().ThrowAsync<ConnectionLostException>();
    }

    [Theory]
    [InlineData(Reason.TokenExpired)]
    [InlineData(Reason.UnknownHost)]
    public async Task Refused_handshake_says_the_reason(Reason reason)
    {
        await using var server = await HubServer.Start();
        server.Refuse = reason;
        (await Transport().Invoking(it => it.ConnectSharer(server.Address, default).Soon())
            .Should().ThrowAsync<RefusedException>()).Which.Refusal.Should().Be(Refusal.Of(reason));
    }

    [Fact]
    public async Task Server_that_is_not_there_is_named()
    {
        var server = await HubServer.Start();
        var address = server.Address;
        await server.DisposeAsync();
        await Transport().Invoking(it => it.ConnectViewer(address, default).Soon())
            .Should().ThrowAsync<ServerUnreachableException>().WithMessage($"No SessionShare server answers at {address}:*efused*");
    }

    [Fact]
    public async Task Other_server_is_not_taken_for_one_of_ours()
    {
        await using var server = await HubServer.Start();
        await Transport().Invoking(it => it.ConnectViewer(new Uri(server.Address, "elsewhere/"), default).Soon())
            .Should().ThrowAsync<ServerUnreachableException>().WithMessage("*HTTP 404*");
    }

    private static FrameRun BigRun()
    {
        var writer = new ArrayBufferWriter<byte>();
        var payload = new byte[WireLimits.FramePayloadBytes];
        new Random(1).NextBytes(payload);
        for (var i = 0; i < 3; i++)
            FrameCodec.Write(writer, FrameKind.Output, i, payload);
        return new FrameRun(3, 3, writer.WrittenMemory);
    }

    private static SignalRTransport Transport(string? token = null, WireEncoding encoding = WireEncoding.MessagePack) =>
        new(new SignalRTransportOptions { Token = _ => ValueTask.FromResult(token), Encoding = encoding });
}
