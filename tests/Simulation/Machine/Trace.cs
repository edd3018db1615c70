namespace SessionShare.Simulation;

/// <summary>What happened in a world: a hash of all of it, and its lines where somebody wants to read them.</summary>
internal sealed class Trace
{
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a over every choice and every line.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>The newest line. May be read from elsewhere.</summary>
    public string Newest { get; private set; } = "";

    /// <summary>Takes lines; null: nobody reads them.</summary>
    public Action<string>? Listener { get; set; }

    public void Fold(int one, int other) => Hash = (((Hash ^ (uint)one) * Prime) ^ (uint)other) * Prime;

    public void Write(string text)
    {
        foreach (var character in text)
            Hash = (Hash ^ character) * Prime;
        Newest = text;
        Listener?.Invoke(text);
    }
}
