using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace SessionShare.Storage;

/// <summary>
/// Keys of the logs that this process writes, so that a commit needs no read before it. What stands here may be out of date: every commit is checked by the
/// database again, under the log's row and generation.
/// </summary>
internal sealed class PostgresLogKeys
{
    /// <summary>Some 100 bytes each. Beyond that all are forgotten and read again when needed.</summary>
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, PostgresLogKey> _keys = new(StringComparer.Ordinal);

    public bool TryGet(string session, [NotNullWhen(true)] out PostgresLogKey? key) => _keys.TryGetValue(session, out key);

    /// <summary>Keeps a key, unless one of a younger generation is here.</summary>
    public void Keep(string session, PostgresLogKey key)
    {
        if (_keys.Count >= Most)
            _keys.Clear();
        _keys.AddOrUpdate(session, key, (_, known) => known.Generation > key.Generation ? known : key);
    }

    public void Forget(string session) => _keys.TryRemove(session, out _);
}
