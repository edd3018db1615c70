using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage.Tests;

public sealed class PostgresGrainStorageTests : GrainStorageContract
{
    private string? _database;
    private PostgresStore? _store;

    protected override async Task<(IGrainStorage Storage, IDueGrains Due)> OpenStore()
    {
        _database ??= await PostgresDatabases.Emptied("grains");
        var storage = new PostgresGrainStorage(_store = await PostgresDatabases.Open(PostgresDatabases.Tiny(_database)));
        return (storage, storage);
    }

    protected override async Task CloseStore() => await _store!.DisposeAsync();

    [Fact]
    public async Task What_is_due_is_found_by_its_index()
    {
        var server = await PostgresServer.Shared;
        var query = PostgresGrainStorage.FindDue.Replace("$1", "'session'").Replace("$2", "now()").Replace("$3", "10");

        var plan = await server.Do("grains", $"SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN (FORMAT JSON) {query}");

        plan!.ToString().Should().Contain("grain_state_due");
    }
}
