using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;
using SessionShare.Protocol;

namespace SessionShare.Cli.Embedded;

/// <summary>
/// This home's own server while a share uses it: started where it doesn't run, started again on the same port and data should it die, by whichever
/// share gets the start lock. It stops by itself once no share holds the in-use lock and viewers have read to the end.
/// </summary>
internal sealed class EmbeddedServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>For everything that a start waits for: the lock of another start, or of a server about to end, and the server itself.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly EmbeddedFiles _files;
    private readonly Func<Uri?, ServerProcess> _start;
    private readonly TimeProvider _time;
    private FileStream? _inUse;

    private EmbeddedServer(EmbeddedFiles files, Func<Uri?, ServerProcess> start, TimeProvider time) => (_files, _start, _time) = (files, start, time);

    public Uri Address { get; private set; } = null!;

    /// <summary>Uses the home's server, starting it where needed.</summary>
    /// <exception cref="CliFailure">It doesn't start; the sentence is its own.</exception>
    public static async Task<EmbeddedServer> Use(Surroundings surroundings, CancellationToken cancellationToken)
    {
        var files = EmbeddedFiles.Of(surroundings.Home);
        PrivateFile.CreateFolder(files.Folder);
        var launch = new EmbeddedLaunch(files, GatewayProgram.Find(surroundings), surroundings.Variables);
        var server = new EmbeddedServer(files, launch.Start, surroundings.Time);
        try
        {
            server._inUse = await server.Lock(files.InUse, shared: true, cancellationToken);
            server.Address = files.Running() ?? await server.Start(cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server again if it has died. Whoever else noticed may have done so already.</summary>
    /// <exception cref="CliFailure">It doesn't start.</exception>
    public async Task Revive(CancellationToken cancellationToken)
    {
        if (_files.Running() is null)
            Address = await Start(cancellationToken);
    }

    public void Dispose() => _inUse?.Dispose();

    private async Task<Uri> Start(CancellationToken cancellationToken)
    {
        using var starting = await Lock(_files.StartLock, shared: false, cancellationToken);
        if (_files.Running() is { } running)
            return running;

        var before = _files.LastAddress();
        try
        {
            return await Launch(before, cancellationToken);
        }
        catch (CliFailure) when (before is not null && Address is null)
        {
            // Nobody of ours is connected to the old port, and somebody else may have it by now.
            return await Launch(null, cancellationToken);
        }
    }

    private async Task<Uri> Launch(Uri? address, CancellationToken cancellationToken)
    {
        var logged = new LogTail(_files.Log);
        var process = _start(address);
        var deadline = _time.GetUtcNow() + StartTime;
        while (true)
        {
            if (EmbeddedState.Read(_files.State) is { Address: { } listening } state && state.Pid == process.Id)
            {
                PrivateFile.Write(_files.Address, listening.AbsoluteUri);
                return listening;
            }
            if (process.HasExited)
                throw new CliFailure(Reasons.Exit.ServerUnreachable, $"The embedded server did not start: {logged.Read()}");
            if (_time.GetUtcNow() > deadline)
                throw new CliFailure(Reasons.Exit.ServerUnreachable, $"The embedded server did not start in {StartTime.TotalSeconds} s; see {_files.Log}.");
            await Task.Delay(LookEvery, _time, cancellationToken);
        }
    }

    private async Task<FileStream> Lock(string path, bool shared, CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + StartTime;
        while (true)
        {
            if (PrivateFile.TryLock(path, shared) is { } taken)
                return taken;
            if (_time.GetUtcNow() > deadline)
                throw new CliFailure(Reasons.Exit.ServerUnreachable, $"Another process has held {path} for {StartTime.TotalSeconds} s; the embedded server may be about to end.");
            await Task.Delay(LookEvery, _time, cancellationToken);
        }
    }
}
