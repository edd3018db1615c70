using Orleans.Storage;

namespace SessionShare.Storage.Tests;

public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private SqliteStore? _store;

    public void Dispose() => _folder.Dispose();

    protected override Task<IGrainStorage> OpenStore() => Task.FromResult<IGrainStorage>(new SqliteGrainStorage(_store = _folder.Open()));

    protected override async Task CloseStore() => await _store!.DisposeAsync();
}
