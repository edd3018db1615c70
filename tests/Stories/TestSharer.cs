using System.Security.Cryptography;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>
/// A person who shares: output is what the test says, no shell. Its screen shows how many bytes were written, so that a keyframe is a decimal number behind a '@'.
/// </summary>
internal sealed class TestSharer : IAsyncDisposable
{
    private readonly SharedSession _shared;
    private readonly Task _listening;
    private readonly Lock _order = new();
    private readonly MemoryStream _written = new();
    private readonly bool _makesKeyframes;
    private TerminalSize _size = new(80, 24);

    private TestSharer(SharedSession shared, SessionId id, bool makesKeyframes)
    {
        (_shared, Id, _makesKeyframes) = (shared, id, makesKeyframes);
        _listening = Listen();
    }

    public SessionId Id { get; }

    public SessionLink Link => SessionLink.TryParse(_shared.Link, out var link) ? link : throw new InvalidOperationException(_shared.Link);

    public Seen<SharedEvent> Events { get; } = new();

    /// <summary>Encoded bytes that are not known to be stored.</summary>
    public long UnsavedBytes => _shared.UnsavedBytes;

    /// <summary>How many bytes were written.</summary>
    public long WrittenBytes => _written.Length;

    /// <summary>Everything given to <see cref="Write(byte[])"/>.</summary>
    public byte[] Written => _written.ToArray();

    /// <summary>What participants typed.</summary>
    public string Typed => string.Concat(Events.All.OfType<SharedEvent.Typed>().Select(typed => Encoding.UTF8.GetString(typed.Bytes.Span)));

    public static async Task<TestSharer> Share(
        TestServer server,
        Role link = Role.View,
        SessionId? id = null,
        string email = "ada@example.com",
        bool keyframes = true,
        TestNetwork? via = null,
        params EmailRule[] allow)
    {
        var session = id ?? SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var options = new ShareOptions { Servers = [via?.Url ?? server.Url], Session = session, Title = "story", Link = link, Allow = allow };
        return new TestSharer(await SharedSession.Share(server.TransportOf(email), options, CancellationToken.None), session, keyframes);
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(byte[] bytes)
    {
        lock (_order)
        {
            _written.Write(bytes);
            _shared.Output(bytes);
            KeyframeIfDue();
        }
    }

    public void Resize(int columns, int rows)
    {
        lock (_order)
        {
            _size = new TerminalSize(columns, rows);
            _shared.Resize(_size);
            KeyframeIfDue();
        }
    }

    public void Run(int block, string command) => _shared.BlockStart(new BlockStart(block, command, "/tmp"));

    public void Finish(int block, int exitCode) => _shared.BlockEnd(new BlockEnd(block, exitCode));

    public Task<EndOutcome> End(int exitCode = 0) => _shared.End(Reason.SharerExited, exitCode, CancellationToken.None);

    /// <summary>Its process is gone, without a word.</summary>
    public ValueTask Die() => _shared.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync();
        await _listening;
    }

    private async Task Listen()
    {
        await foreach (var item in _shared.Events(CancellationToken.None))
        {
            lock (_order)
                KeyframeIfDue();
            Events.Add(item);
        }
    }

    private void KeyframeIfDue()
    {
        if (_makesKeyframes && _shared.IsKeyframeDue)
            _shared.Keyframe(new Keyframe(_size, Encoding.ASCII.GetBytes($"@{_written.Length}")));
    }
}
