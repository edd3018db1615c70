#if ORLEANS_PACKAGES
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;
using SessionShare.Grains.Sessions;
using SessionShare.Silo;

namespace SessionShare.Storage.Tests;

/// <summary>A silo whose grain state is with Orleans' own provider on Azure.</summary>
public sealed class AzureSiloTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sessionshare-silo-").FullName;
    private AzureOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = (await AzuriteServer.Shared).NewContainers();
        await AzureBlobs.Migrate(_options, default);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Session_that_is_due_is_marked_beside_Orleans_own_blob_and_woken_by_the_next_silo()
    {
        var due = DateTimeOffset.UnixEpoch;
        var id = GrainId.Create("session", "s");
        using (var silo = await Start())
        {
            var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("sessions");
            var state = new GrainState<SessionState>();
            await storage.ReadStateAsync(SessionState.Name, id, state);
            (state.State!.Owner, state.State.NextDue) = (new UserIdentity("u", "Ada", "ada@example.com", null), due);
            await storage.WriteStateAsync(SessionState.Name, id, state);

            (await silo.Services.GetRequiredService<IDueGrains>().Due(SessionState.Name, due, 10, default)).Should().Equal("s");
            (await Names(_options.GrainContainer)).Should().ContainSingle().Which.Should().Contain("session");
            (await Names(_options.FrameContainer)).Should().Contain(name => name.StartsWith("~due/session/", StringComparison.Ordinal));
            await silo.StopAsync();
        }

        using var next = await Start();
        var log = next.Services.GetRequiredService<IFrameLog>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await log.Peek("s", patience.Token) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        await next.StopAsync();
    }

    private async Task<IHost> Start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(_options));
        // The first silo does not sweep again, so that nobody wakes the session there.
        builder.Services.Configure<SessionOptions>(options => options.SweepEvery = TimeSpan.FromMinutes(10));
        builder.AddLoneSilo(new SiloOptions { GrainStorage = "AzureBlob", FrameLog = "AzureAppendBlob" }, _folder);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private async Task<List<string>> Names(string container)
    {
        var names = new List<string>();
        await foreach (var blob in new BlobServiceClient(_options.ConnectionString).GetBlobContainerClient(container).GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }
}
#endif
