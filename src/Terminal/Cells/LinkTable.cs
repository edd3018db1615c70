namespace SessionShare.Terminal;

/// <summary>
/// The links that cells refer to. Bounded in characters: at <see cref="Limit"/> the screen drops the links that no cell uses; when all are in use,
/// further text is not linked.
/// </summary>
internal sealed class LinkTable
{
    /// <summary>No link.</summary>
    public const int None = 0;

    /// <summary>Characters of all links, at 2 bytes each; a link counts 64 more.</summary>
    public const int Limit = 1024 * 1024;

    private readonly Dictionary<Link, int> _numbers = [];
    private readonly List<Link?> _links = [null];

    private int _size;

    public Link? this[int number] => _links[number];

    public int Count => _links.Count;

    public bool HasRoom => _size < Limit / 4 * 3;

    public bool Fits(Link link) => _numbers.ContainsKey(link) || _size + SizeOf(link) <= Limit;

    /// <returns>The number; <see cref="None"/> where it does not fit.</returns>
    public int NumberOf(Link link)
    {
        if (_numbers.TryGetValue(link, out var number))
            return number;
        if (_size + SizeOf(link) > Limit)
            return None;
        _size += SizeOf(link);
        number = _links.Count;
        _links.Add(link);
        _numbers.Add(link, number);
        return number;
    }

    private static int SizeOf(Link link) => link.Address.Length + link.Parameters.Length + 64;
}
