using Microsoft.Extensions.Options;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.SignIn;
using SessionShare.Silo;
using SessionShare.Silo.Starting;

namespace SessionShare.Gateway.Embedded;

/// <summary>
/// The life of an embedded server: says where it is once it listens, stops when nobody needs it any more, and takes its state file along. A share
/// that begins while viewers still read keeps the server; one that comes later finds the lock held until this process is gone.
/// </summary>
internal sealed partial class EmbeddedLife(
    IOptions<EmbeddedOptions> options,
    ServerAddress address,
    LocalKey key,
    IOpenViewers viewers,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EmbeddedLife> logger) : IHostedLifecycleService, IDisposable
{
    private readonly EmbeddedOptions _options = options.Value;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private FileStream? _lock;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var url = ServerAddress.TextOf(address.Listening);
        try
        {
            StateFile.Write(_options.StateFile!, new EmbeddedState(url, Environment.ProcessId, Product.Version, key.File));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The state file {_options.StateFile} can't be written: {fault.Message}");
        }

        _watching = Watch();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        StateFile.DeleteOwn(_options.StateFile!, Environment.ProcessId);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _lock?.Dispose();
    }

    private async Task Watch()
    {
        var use = new Usefulness(_options.FirstShareTime, _options.ReadOutTime, time.GetUtcNow());
        using var timer = new PeriodicTimer(_options.LookEvery, time);
        try
        {
            // The first look is at once: the share that started this server holds the lock already, however short it will be.
            while (!IsOver(use))
                await timer.WaitForNextTickAsync(_stopping.Token);
            LogUnused();
            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // Stopped for another reason.
        }
        catch (DirectoryNotFoundException)
        {
            LogFolderGone(_options.InUseFile!);
            lifetime.StopApplication();
        }
        catch (UnauthorizedAccessException fault)
        {
            LogLockUnusable(_options.InUseFile!, fault);
        }
    }

    private bool IsOver(Usefulness use)
    {
        _lock = InUseLock.TryTake(_options.InUseFile!);
        if (use.IsOver(shared: _lock is null, viewers.Count, time.GetUtcNow()))
            return true;

        _lock?.Dispose();
        _lock = null;
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nobody shares any more; the server stops.")]
    private partial void LogUnused();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of the lock file {File} is gone, and with it everyone who could share; the server stops.")]
    private partial void LogFolderGone(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lock file {File} can't be used; the server runs until it is stopped.")]
    private partial void LogLockUnusable(string file, Exception fault);
}
