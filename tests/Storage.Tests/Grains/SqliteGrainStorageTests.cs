using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage.Tests;

public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private SqliteStore? _store;

    public void Dispose() => _folder.Dispose();

    protected override Task<(IGrainStorage Storage, IDueGrains Due)> OpenStore()
    {
        var storage = new SqliteGrainStorage(_store = _folder.Open());
        return Task.FromResult<(IGrainStorage, IDueGrains)>((storage, storage));
    }

    protected override async Task CloseStore() => await _store!.DisposeAsync();

    [Fact]
    public async Task What_is_due_is_found_by_its_index()
    {
        var plan = await _store!.Readers.Read(
            database =>
            {
                using var row = database.Use($"EXPLAIN QUERY PLAN {GrainRows.FindDue}");
                row.Step().Should().BeTrue();
                return row.Text(3);
            },
            default);

        plan.Should().StartWith("SEARCH grain_state USING").And.Contain("grain_state_due");
    }
}
