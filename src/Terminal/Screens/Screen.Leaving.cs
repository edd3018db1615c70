namespace SessionShare.Terminal;

/// <summary>Rows of the main screen that are given out as text, once.</summary>
public sealed partial class Screen
{
    /// <summary>A row's text, and whether it goes on the line of the row before.</summary>
    internal delegate void RowText(string text, bool goesOn);

    /// <summary>Gives out what has scrolled out of the main screen, oldest first, and forgets it.</summary>
    internal void TakeScrolledOut(RowText take)
    {
        for (var row = 0; row < _main.ScrolledOut; row++)
            take(Text(_main.RowFromOldest(row)), _main.RowFromOldest(row).IsWrapped);
        _main.ForgetScrollback();
    }

    /// <summary>As <see cref="TakeScrolledOut"/>, and then the main screen's rows up to the last that is not empty.</summary>
    internal void TakeAll(RowText take)
    {
        TakeScrolledOut(take);
        var end = _main.RowCount;
        while (end > 0 && _main.RowFromOldest(end - 1).ContentLength == 0)
            end--;
        for (var row = 0; row < end; row++)
            take(Text(_main.RowFromOldest(row)), _main.RowFromOldest(row).IsWrapped);
    }
}
