using System.Diagnostics;
using SessionShare.Client;

namespace SessionShare.Bench;

/// <summary>The gateway program, and command lines that use it, as processes with a home of their own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly string _programs;
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Server(string programs, Process process, DirectoryInfo folder, string firstLine)
    {
        (_programs, _process, _folder, FirstLine) = (programs, process, folder, firstLine);
        Url = new Uri(firstLine[firstLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', ',')[0]);
    }

    public string FirstLine { get; }

    public Uri Url { get; }

    /// <summary>A folder for what the measurements need.</summary>
    public string Folder => _folder.FullName;

    public static async Task<Server> Start(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("sessionshare-bench-");
        var start = new ProcessStartInfo(Path.Combine(arguments.Programs, "sessionshare-gateway")) { RedirectStandardOutput = true };
        foreach (var word in (string[])["--data", Path.Combine(folder.FullName, "data"), "--set", "Session:MaxBytes=10000000000", "--set", "Quota:DayBytes=100000000000"])
            start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        var firstLine = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        _ = process.StandardOutput.ReadToEndAsync();
        return new Server(arguments.Programs, process, folder, firstLine);
    }

    /// <summary>How <c>sessionshare WORDS</c> is started.</summary>
    public ProcessStartInfo Command(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(_programs, "sessionshare")) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["SESSIONSHARE_HOME"] = Path.Combine(Folder, "home");
        start.Environment["SESSIONSHARE_SERVER"] = Url.AbsoluteUri;
        foreach (var word in words)
            start.ArgumentList.Add(word);
        return start;
    }

    public ISessionTransport TransportOf(string email)
    {
        var token = new Lazy<Task<string>>(async () =>
        {
            using var api = new ServerApi(Url);
            return (await api.SignInLocally(email, null, CancellationToken.None)).Token;
        });
        return new SignalRTransport(new SignalRTransportOptions { Token = async _ => await token.Value });
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }
}
