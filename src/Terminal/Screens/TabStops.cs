using System.Collections;

namespace SessionShare.Terminal;

/// <summary>The columns where a tab stops; every eighth to begin with.</summary>
internal sealed class TabStops
{
    private const int Distance = 8;

    // A pending wrap's cursor stands one or two columns behind the last.
    private readonly BitArray _stops = new(Screen.MaxColumns + 2);

    public TabStops(int columns) => Restore(columns);

    public bool this[int column]
    {
        get => _stops[column];
        set => _stops[column] = value;
    }

    public void Clear() => _stops.SetAll(false);

    public void Restore(int columns)
    {
        Clear();
        Continue(0, columns);
    }

    /// <summary>A resize puts stops at every eighth column from the last one on.</summary>
    public void Resize(int columns) => Continue(_stops[columns] ? columns : Before(columns, columns), columns);

    public int After(int column, int columns)
    {
        do
            column++;
        while (column < columns && !_stops[column]);
        return Math.Min(column, columns - 1);
    }

    public int Before(int column, int columns)
    {
        do
            column--;
        while (column > 0 && !_stops[column]);
        return Math.Clamp(column, 0, columns - 1);
    }

    private void Continue(int column, int columns)
    {
        for (; column < columns; column += Distance)
            _stops[column] = true;
    }
}
