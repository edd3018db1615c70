using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>The contract with blobs so small that nearly every test goes through several of them.</summary>
public sealed class AzureFrameLogTests : FrameLogContract
{
    private AzureOptions? _options;
    private AzureFrameLog? _log;

    protected override async Task<IFrameLog> OpenStore()
    {
        if (_options is null)
        {
            _options = (await AzuriteServer.Shared).NewContainers();
            await AzureBlobs.Migrate(_options, default);
        }

        return _log = await Open(_options);
    }

    protected override async Task CloseStore() => await _log!.DisposeAsync();

    private static async Task<AzureFrameLog> Open(AzureOptions options)
    {
        var log = new AzureFrameLog(options, new AzureLimits(4000, 20_000) { SegmentAppends = 6, RunBytes = 1000, Writers = 8 }, NullLogger.Instance);
        await log.Start(default);
        return log;
    }
}
