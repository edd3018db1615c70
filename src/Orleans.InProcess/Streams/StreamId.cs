namespace Orleans.Runtime;

/// <summary>Names a stream: a key within an optional namespace. Written <c>namespace/key</c>.</summary>
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    private readonly string? _namespace;
    private readonly string? _key;

    private StreamId(string? streamNamespace, string key) =>
        (_namespace, _key) = (string.IsNullOrEmpty(streamNamespace) ? null : streamNamespace, key);

    public static StreamId Create(string? ns, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new StreamId(ns, key);
    }

    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);

    public string? GetNamespace() => _namespace;

    public string GetKeyAsString() => _key ?? "";

    public bool Equals(StreamId other) => _namespace == other._namespace && _key == other._key;

    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_namespace, _key);

    public int CompareTo(StreamId other) =>
        string.CompareOrdinal(_namespace, other._namespace) is var order and not 0 ? order : string.CompareOrdinal(_key, other._key);

    public override string ToString() => $"{_namespace ?? "null"}/{_key}";
}
