using System.Net.Sockets;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>A command inside a shell, talking to the process around it.</summary>
internal sealed class ShellClient : IDisposable
{
    /// <summary>Bytes of an answer: ten thousand blocks with long command lines fit.</summary>
    private const int ReplyBytes = 64 * 1024 * 1024;

    private readonly ShellAddress _address;
    private readonly NetworkStream _stream;
    private readonly ChannelLine _line;

    private ShellClient(ShellAddress address, NetworkStream stream) => (_address, _stream, _line) = (address, stream, new ChannelLine(stream));

    /// <summary>How the shell stood when we came.</summary>
    public ShellState State { get; private set; } = null!;

    /// <summary>Reaches the process around the shell we run in; null where there is none, or it has gone.</summary>
    public static async Task<ShellClient?> Find(Surroundings surroundings, CancellationToken cancellationToken) =>
        ShellAddress.Of(surroundings.Variable(ShellAddress.Variable)) is { } address ? await Find(address, cancellationToken) : null;

    /// <summary>Reaches the process around a shell; null where it has gone.</summary>
    public static async Task<ShellClient?> Find(ShellAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Path), cancellationToken);
            var client = new ShellClient(address, new NetworkStream(socket, ownsSocket: true));
            client.State = (await client.Ask(ShellAsk.State, null, cancellationToken)).State!;
            return client;
        }
        catch (Exception gone) when (gone is SocketException or IOException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <exception cref="CliFailure">It was not done; the sentence says why.</exception>
    public async Task<ShellReply> Ask(ShellAsk ask, ShareAsk? share, CancellationToken cancellationToken)
    {
        try
        {
            await _line.Write(new ShellRequest(_address.Key, ask, share), ShellJson.Default.ShellRequest, cancellationToken);
            var reply = await _line.Read(ShellJson.Default.ShellReply, ReplyBytes, cancellationToken)
                ?? throw new IOException("The process around this shell has ended.");
            return reply.Fault is { } fault ? throw new ShellRefusal(fault) : reply;
        }
        catch (InvalidDataException fault)
        {
            throw new CliFailure(Reasons.Exit.Failed, fault.Message);
        }
    }

    public void Dispose() => _stream.Dispose();
}
