using Orleans.Storage;

namespace SessionShare.Storage.Tests;

public sealed class PostgresGrainStorageTests : GrainStorageContract
{
    private string? _database;
    private PostgresStore? _store;

    protected override async Task<IGrainStorage> OpenStore()
    {
        _database ??= await PostgresDatabases.Emptied("grains");
        return new PostgresGrainStorage(_store = await PostgresDatabases.Open(PostgresDatabases.Tiny(_database)));
    }

    protected override async Task CloseStore() => await _store!.DisposeAsync();
}
