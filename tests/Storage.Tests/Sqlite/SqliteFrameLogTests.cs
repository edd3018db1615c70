using SessionShare.Grains.Log;

namespace SessionShare.Storage.Tests;

/// <summary>The contract on SQLite, at the sizes of life.</summary>
public sealed class SqliteFrameLogTests() : SqliteFrameLogContract(new SqliteLimits());

/// <summary>The contract on SQLite, where every border is near.</summary>
public sealed class TinySqliteFrameLogTests() : SqliteFrameLogContract(SqliteFolder.Tiny);

public abstract class SqliteFrameLogContract : FrameLogContract, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly SqliteLimits _limits;
    private SqliteStore? _store;

    private protected SqliteFrameLogContract(SqliteLimits limits) => _limits = limits;

    public void Dispose() => _folder.Dispose();

    protected override Task<IFrameLog> OpenStore() => Task.FromResult<IFrameLog>(new SqliteFrameLog(_store = _folder.Open(_limits)));

    protected override async Task CloseStore() => await _store!.DisposeAsync();
}
