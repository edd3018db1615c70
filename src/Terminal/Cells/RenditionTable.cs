namespace SessionShare.Terminal;

/// <summary>
/// Gives each rendition in use a number, so that a cell carries 4 bytes for it. Bounded: at <see cref="Limit"/> the screen drops the numbers that
/// no cell uses (<see cref="Screen"/> compacts); when all are in use, further renditions become plain.
/// </summary>
internal sealed class RenditionTable
{
    /// <summary>The number of the default rendition.</summary>
    public const int Plain = 0;

    /// <summary>Numbers in all: more different renditions than a large screen has cells, at some 12 MiB.</summary>
    public const int Limit = 128 * 1024;

    private readonly Dictionary<Rendition, int> _numbers = new() { [default] = Plain };
    private readonly List<Rendition> _renditions = [default];

    public Rendition this[int number] => _renditions[number];

    public int Count => _renditions.Count;

    public bool IsFull => Count >= Limit;

    /// <returns>The number; <see cref="Plain"/> when the table is full.</returns>
    public int NumberOf(in Rendition rendition)
    {
        if (_numbers.TryGetValue(rendition, out var number))
            return number;
        if (IsFull)
            return Plain;
        number = _renditions.Count;
        _renditions.Add(rendition);
        _numbers.Add(rendition, number);
        return number;
    }
}
