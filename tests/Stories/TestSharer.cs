using System.Security.Cryptography;
using System.Text;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>A person who shares: output is what the test says, no shell.</summary>
internal sealed class TestSharer : IAsyncDisposable
{
    private readonly SharedSession _shared;
    private readonly Task _listening;
    private readonly MemoryStream _written = new();

    private TestSharer(SharedSession shared, SessionId id)
    {
        (_shared, Id) = (shared, id);
        _listening = Listen();
    }

    public SessionId Id { get; }

    public SessionLink Link => SessionLink.TryParse(_shared.Link, out var link) ? link : throw new InvalidOperationException(_shared.Link);

    public Seen<SharedEvent> Events { get; } = new();

    /// <summary>Everything given to <see cref="Write(byte[])"/>.</summary>
    public byte[] Written => _written.ToArray();

    /// <summary>What participants typed.</summary>
    public string Typed => string.Concat(Events.All.OfType<SharedEvent.Typed>().Select(typed => Encoding.UTF8.GetString(typed.Bytes.Span)));

    public static async Task<TestSharer> Share(
        TestServer server, Role link = Role.View, SessionId? id = null, string email = "ada@example.com", params EmailRule[] allow)
    {
        var session = id ?? SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var options = new ShareOptions { Servers = [server.Url], Session = session, Title = "story", Link = link, Allow = allow };
        return new TestSharer(await SharedSession.Share(server.TransportOf(email), options, CancellationToken.None), session);
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(byte[] bytes)
    {
        _written.Write(bytes);
        _shared.Output(bytes);
    }

    public void Resize(int columns, int rows) => _shared.Resize(new TerminalSize(columns, rows));

    public void Run(int block, string command) => _shared.BlockStart(new BlockStart(block, command, "/tmp"));

    public void Finish(int block, int exitCode) => _shared.BlockEnd(new BlockEnd(block, exitCode));

    public Task<EndOutcome> End(int exitCode = 0) => _shared.End(Reason.SharerExited, exitCode, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync();
        await _listening;
    }

    private async Task Listen()
    {
        await foreach (var item in _shared.Events(CancellationToken.None))
            Events.Add(item);
    }
}
