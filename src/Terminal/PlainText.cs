using System.Text;

namespace SessionShare.Terminal;

/// <summary>
/// Terminal output as the lines of text that it leaves: what was overwritten, erased or shown on the alternate screen is not in them, and a line that the screen's edge has cut is one again. Its memory is bounded by the longest
/// line and a screen, whatever the bytes.
/// </summary>
public sealed class PlainText
{
    /// <summary>Scrolls out fewer rows than a screen keeps, whatever it is.</summary>
    private const int Piece = 500;

    private readonly StringBuilder _line = new();
    private readonly Action<string> _take;
    private readonly Screen _screen;
    private bool _isBegun;

    /// <param name="columns">The terminal's, as those of <see cref="Screen"/>.</param>
    /// <param name="rows">As <paramref name="columns"/>.</param>
    /// <param name="take">Gets each line, without its end, once it can't change any more.</param>
    public PlainText(int columns, int rows, Action<string> take) => (_screen, _take) = (new Screen(columns, rows), take);

    /// <summary>Takes the next bytes of output.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            var piece = output[..Math.Min(Piece, output.Length)];
            _screen.Write(piece);
            _screen.TakeScrolledOut(Take);
            output = output[piece.Length..];
        }
    }

    /// <summary>The terminal has another size from here on.</summary>
    public void Resize(int columns, int rows)
    {
        _screen.Resize(columns, rows);
        _screen.TakeScrolledOut(Take);
    }

    /// <summary>Nothing more comes: gives out what stands on the screen.</summary>
    public void End()
    {
        _screen.TakeAll(Take);
        Finish();
    }

    private void Take(string text, bool goesOn)
    {
        if (!goesOn)
            Finish();
        _line.Append(text);
        _isBegun = true;
    }

    private void Finish()
    {
        if (_isBegun)
            _take(_line.ToString().TrimEnd(' '));
        _line.Clear();
        _isBegun = false;
    }
}
