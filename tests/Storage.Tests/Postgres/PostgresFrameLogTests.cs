using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

public sealed class PostgresFrameLogTests : FrameLogContract
{
    private string? _database;
    private PostgresStore? _store;

    protected override async Task<IFrameLog> OpenStore()
    {
        _database ??= await PostgresDatabases.Emptied("frames");
        return new PostgresFrameLog(_store = await PostgresDatabases.Open(PostgresDatabases.Tiny(_database)));
    }

    protected override async Task CloseStore() => await _store!.DisposeAsync();
}
