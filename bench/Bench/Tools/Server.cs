using System.Diagnostics;
using SessionShare.Client;

namespace SessionShare.Bench;

/// <summary>The gateway program, and command lines that use it, as processes with a home of their own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly string _programs;
    private readonly string[] _settings;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-bench-");
    private Process? _process;

    private Server(Arguments arguments, string[] settings) => (_programs, _settings, SpeaksMessagePack) = (arguments.Programs, settings, arguments.Wire == Arguments.MessagePack);

    /// <summary>Raw connections are to speak MessagePack, and not JSON.</summary>
    public bool SpeaksMessagePack { get; }

    public Uri Url { get; private set; } = new("http://127.0.0.1:0");

    public int ProcessId => _process!.Id;

    /// <summary>A folder for what the measurements need.</summary>
    public string Folder => _folder.FullName;

    private string ProbeSocket => Path.Combine(Folder, "probe.sock");

    /// <summary>Starts a server without limits that a measurement would meet, with further settings such as <c>Session:MaxParticipants=1000</c>.</summary>
    public static async Task<Server> Start(Arguments arguments, params string[] settings)
    {
        var server = new Server(arguments, ["Session:MaxBytes=10000000000", "Quota:DayBytes=100000000000", .. settings]);
        await server.Start();
        return server;
    }

    /// <summary>Starts a server with the limits that it has by default.</summary>
    public static async Task<Server> StartAsIs(Arguments arguments)
    {
        var server = new Server(arguments, []);
        await server.Start();
        return server;
    }

    /// <summary>kill -9, and started again on the same data.</summary>
    public async Task KillAndRestart()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        File.Delete(ProbeSocket);
        await Start();
    }

    /// <summary>What it uses now.</summary>
    public Usage Usage(bool collected) => Bench.Usage.Of(_process!, ProbeSocket, collected);

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Processor() => Bench.Usage.ProcessorOf(_process!);

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
        _process!.Kill();
        await _process.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }

    private async Task Start()
    {
        var start = new ProcessStartInfo(Path.Combine(_programs, "sessionshare-gateway")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--url", Url.GetLeftPart(UriPartial.Authority), "--data", Path.Combine(Folder, "data"), .. _settings.SelectMany(set => new[] { "--set", set })])
            start.ArgumentList.Add(word);
        Bench.Usage.Probe(start, ProbeSocket);
        _process = Process.Start(start)!;
        var firstLine = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        _ = Drain(_process.StandardOutput);
        _ = Drain(_process.StandardError);
        Url = new Uri(firstLine[firstLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', ',')[0]);
    }

    private static async Task Drain(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
        }
    }
}
