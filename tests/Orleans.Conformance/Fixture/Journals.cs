using System.Collections.Concurrent;

namespace Orleans.Conformance;

/// <summary>A journal for each key, so that tests that share a silo read only what their own grains wrote.</summary>
internal sealed class Journals
{
    private readonly ConcurrentDictionary<string, Journal> _byKey = new();

    public Journal Of(string key) => _byKey.GetOrAdd(key, _ => new Journal());
}
