using System.Diagnostics;
using System.Text.Json;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Bench;

/// <summary><c>sessionshare share --json ... -- COMMAND</c> as a process.</summary>
internal sealed class SharedCommand : IAsyncDisposable
{
    private readonly Process _process;

    private SharedCommand(Process process, SessionLink link) => (_process, Link) = (process, link);

    public SessionLink Link { get; }

    public int ProcessId => _process.Id;

    public static Task<SharedCommand> Start(Server server, params string[] words) => Start(server, null, words);

    /// <param name="via">The network between it and the server; null: none.</param>
    public static async Task<SharedCommand> Start(Server server, Network? via, string[] words)
    {
        var start = server.Command(["share", "--json", "--yes", .. words]);
        if (via is not null)
            start.Environment["SESSIONSHARE_SERVER"] = via.Url.AbsoluteUri;
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The share did not start: {await said}");
        _ = process.StandardOutput.ReadToEndAsync();
        return SessionLink.TryParse(JsonDocument.Parse(line).RootElement.GetProperty("link").GetString(), out var link)
            ? new SharedCommand(process, link)
            : throw new InvalidOperationException($"No link in: {line}");
    }

    public Task<WatchedSession> Join(Server server, string email) => WatchedSession.Join(
        server.TransportOf(email),
        new WatchOptions { Servers = [Link.Server], Session = Link.Session, LinkSecret = Link.Secret },
        CancellationToken.None);

    public Task Ended() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }
}
