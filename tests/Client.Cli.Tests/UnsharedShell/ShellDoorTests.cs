using System.Net.Sockets;
using System.Text;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.UnsharedShell;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.UnsharedShell;

public sealed class ShellDoorTests : IAsyncDisposable
{
    private readonly TestHome _home = new();
    private readonly ShellAddress _address;
    private readonly ShellDoor _door;
    private readonly Passages _passages = new();

    public ShellDoorTests()
    {
        _address = ShellAddress.New(_home.Surroundings.Home);
        _door = new ShellDoor(_address, _passages, TimeProvider.System, (request, passage, _) => Task.FromResult(Answer(request, passage)));
        _door.Open();
    }

    [Fact]
    public async Task A_command_in_the_shell_is_answered_and_its_passages_are_known()
    {
        using var client = (await Find($"{_address}"))!;
        var kept = new StringBuilder();
        _passages.Take(Encoding.ASCII.GetBytes($"a{Passages.Mark(client.State.Passage)}hidden{Passages.Mark(client.State.Passage)}b"), _ => { }, bytes => kept.Append(Encoding.ASCII.GetString(bytes)));

        client.State.PrefixKey.Should().Be("Ctrl-^");
        kept.ToString().Should().Be("ab");
        var refusal = (await client.Invoking(shell => shell.Ask(ShellAsk.Share, null, default)).Should().ThrowAsync<ShellRefusal>()).Which;
        Failed.Of(refusal).Should().Be(new Failed("failed", Reason.SessionSizeLimit, "too large", 245));
    }

    [Fact]
    public async Task Only_its_user_can_reach_it_and_only_with_the_key()
    {
        File.GetUnixFileMode(_address.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(_address.Path)!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await this.Invoking(_ => Find($"{new string('0', 32)}:{_address.Path}")).Should().ThrowAsync<ShellRefusal>();
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{}\n")]
    [InlineData("{\"ask\":\"State\"}\n")]
    public async Task What_is_no_request_ends_its_connection_and_nothing_else(string line)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_address.Path));
        await socket.SendAsync(Encoding.ASCII.GetBytes(line));
        using var stream = new NetworkStream(socket);
        using var rest = new StreamReader(stream);
        (await rest.ReadToEndAsync()).Should().NotContain("Ctrl");

        using var client = await Find($"{_address}");
        client.Should().NotBeNull();
    }

    [Fact]
    public async Task A_request_without_end_is_not_read_on()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_address.Path));
        var sending = async () =>
        {
            for (var sent = 0; sent < 1000; sent++)
                await socket.SendAsync(new byte[16 * 1024]);
        };

        await sending.Should().ThrowAsync<SocketException>();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("key")]
    [InlineData("key:/nowhere/at/all")]
    public async Task Outside_such_a_shell_nothing_is_found(string? variable) => (await Find(variable)).Should().BeNull();

    [Fact]
    public void A_home_with_a_long_path_has_its_socket_in_a_private_folder_elsewhere()
    {
        var deep = Path.Combine(_home.Folder, new string('d', 60), new string('e', 60));
        var home = SessionShare.Cli.Homes.Home.Open(new Dictionary<string, string> { [SessionShare.Cli.Homes.Home.Variable] = Directory.CreateDirectory(deep).FullName });

        var address = ShellAddress.New(home);

        Encoding.UTF8.GetByteCount(address.Path).Should().BeLessThan(104);
        File.GetUnixFileMode(Path.GetDirectoryName(address.Path)!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        address.Remove();
        Directory.Exists(Path.GetDirectoryName(address.Path)).Should().BeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        _address.Remove();
        File.Exists(_address.Path).Should().BeFalse();
        _home.Dispose();
    }

    private Task<ShellClient?> Find(string? variable)
    {
        if (variable is not null)
            _home.Variables[ShellAddress.Variable] = variable;
        return ShellClient.Find(_home.Surroundings, default);
    }

    private static ShellReply Answer(ShellRequest request, string passage) => request.Ask == ShellAsk.State
        ? new(new ShellState(true, passage, null, null, [], Role.None, "Ctrl-^", null))
        : ShellReply.Refuse(245, "too large", Reason.SessionSizeLimit);
}
