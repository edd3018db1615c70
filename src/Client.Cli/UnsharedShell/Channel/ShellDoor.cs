using System.Net.Sockets;
using System.Security.Cryptography;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>Answers the commands that run inside a shell, for the process around it. Who can't name the shell's key gets no answer.</summary>
/// <param name="answer">Answers a request; the key is that of the connection's passages.</param>
internal sealed class ShellDoor(ShellAddress address, Passages passages, TimeProvider time, Func<ShellRequest, string, CancellationToken, Task<ShellReply>> answer)
    : IAsyncDisposable
{
    /// <summary>Bytes of a request. A thousand people let in by name fit.</summary>
    private const int RequestBytes = 256 * 1024;

    /// <summary>Connections at a time: a person runs one such command after the other.</summary>
    private const int Connections = 8;

    /// <summary>After a command's connection has gone, what it left open in its output ends so much later: its last output is read by then.</summary>
    private static readonly TimeSpan PassageEnds = TimeSpan.FromSeconds(1);

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _places = new(Connections);
    private readonly Lock _changing = new();
    private readonly HashSet<Task> _guests = [];
    private Socket? _socket;
    private Task _listening = Task.CompletedTask;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">It can't.</exception>
    public void Open()
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(address.Path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(address.Path, Own);
            _socket.Listen(Connections);
        }
        catch (SocketException fault)
        {
            throw new IOException($"The shell's socket {address.Path} can't be opened: {fault.Message}", fault);
        }
        _listening = Listen(_socket);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket?.Dispose();
        await _listening;
        Task[] guests;
        lock (_changing)
            guests = [.. _guests];
        await Task.WhenAll(guests);
        _closing.Dispose();
        _places.Dispose();
    }

    private async Task Listen(Socket socket)
    {
        try
        {
            while (true)
            {
                await _places.WaitAsync(_closing.Token);
                Remember(Serve(await socket.AcceptAsync(_closing.Token)));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The shell has ended.
        }
    }

    private void Remember(Task guest)
    {
        lock (_changing)
        {
            _guests.RemoveWhere(done => done.IsCompleted);
            _guests.Add(guest);
        }
    }

    private async Task Serve(Socket socket)
    {
        await Task.Yield();
        var passage = RandomNumberGenerator.GetHexString(32, lowercase: true);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            await Serve(new ChannelLine(stream), passage);
        }
        catch (Exception gone) when (gone is IOException or InvalidDataException or OperationCanceledException)
        {
            // The command has ended, or is none of ours.
        }
        finally
        {
            _places.Release();
            await Forget(passage);
        }
    }

    private async Task Serve(ChannelLine line, string passage)
    {
        while (await line.Read(ShellJson.Default.ShellRequest, RequestBytes, _closing.Token) is { } request)
        {
            if (request.Key is null || !address.IsKey(request.Key))
            {
                await line.Write(ShellReply.Refuse(Reasons.Exit.Failed, "This is another shell's key."), ShellJson.Default.ShellReply, _closing.Token);
                return;
            }
            passages.Admit(passage);
            await line.Write(await answer(request, passage, _closing.Token), ShellJson.Default.ShellReply, _closing.Token);
        }
    }

    private async Task Forget(string passage)
    {
        try
        {
            await Task.Delay(PassageEnds, time, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // The shell has ended; so has all its output.
        }
        passages.Forget(passage);
    }
}
