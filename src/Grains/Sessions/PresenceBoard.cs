namespace SessionShare.Grains.Sessions;

/// <summary>What each participant shows just now: the newest value alone, in memory alone. Versions grow, so that a watch asks for what it has not told.</summary>
/// <param name="version">Versions begin behind this one: above all that an earlier activation gave.</param>
internal sealed class PresenceBoard(long version)
{
    private readonly SortedDictionary<string, Shown> _shown = new(StringComparer.Ordinal);

    /// <summary>Of the newest change.</summary>
    public long Version { get; private set; } = version;

    /// <summary>A participant's connection shows this; null: nothing.</summary>
    public void Show(string participant, string connection, PresenceValue? presence)
    {
        if (_shown.TryGetValue(participant, out var before) ? before.Presence is null && presence is null : presence is null)
            return;
        _shown[participant] = new Shown(connection, presence, ++Version);
    }

    /// <summary>Whether this connection shows anything.</summary>
    public bool Knows(string participant, string connection) => _shown.TryGetValue(participant, out var shown) && shown.Connection == connection && shown.Presence is not null;

    /// <summary>The roster has changed: what is shown goes with the connection, and what only editors show with the role.</summary>
    /// <param name="find">The connection of a participant, null when it is away or none, and whether it may edit; nothing when it is not in the roster.</param>
    public void Sweep(Func<string, (string? Connection, bool MayEdit)?> find)
    {
        foreach (var (participant, shown) in _shown.ToArray())
        {
            if (find(participant) is not { } now)
                _shown.Remove(participant); // Who hears of the roster knows.
            else if (now.Connection != shown.Connection)
                Show(participant, shown.Connection, null);
            else if (!now.MayEdit && shown.Presence is { } presence && (presence.Cursor is not null || presence.Typing))
                Show(participant, shown.Connection, presence.OfViewer());
        }
    }

    /// <summary>Everything that is shown.</summary>
    public ShownValue[] All() => [.. from one in _shown where one.Value.Presence is not null select new ShownValue(one.Key, one.Value.Presence)];

    /// <summary>What changed behind a version, also to nothing.</summary>
    public ShownValue[] Since(long version) => [.. from one in _shown where one.Value.Version > version select new ShownValue(one.Key, one.Value.Presence)];

    private sealed record Shown(string Connection, PresenceValue? Presence, long Version);
}
