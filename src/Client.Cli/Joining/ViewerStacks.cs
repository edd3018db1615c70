using System.Globalization;
using System.Text;

namespace SessionShare.Cli.Joining;

/// <summary>What a session has put on stacks of a viewer's terminal, titles and keyboard modes, so that it takes off no more than that, and all is off again at the end.</summary>
internal sealed class ViewerStacks
{
    /// <summary>Terminals keep no more.</summary>
    private const int Most = 16;

    private int _titles;
    private int _keyboards;
    private bool _alternate;

    /// <param name="sequence">What follows ESC [; one that passes the table.</param>
    /// <returns>Whether it does.</returns>
    public bool Admits(string sequence)
    {
        switch (sequence)
        {
            case ['?', .., 'h' or 'l'] when sequence[1..^1].Split(';').Any(mode => mode is "47" or "1047" or "1049"):
                _alternate = sequence[^1] == 'h';
                return true;
            case ['2', '2', .., 't']:
                return Push(ref _titles);
            case ['2', '3', .., 't']:
                return Pop(ref _titles, 1);
            // Each screen has a stack of its own; the alternate one's goes with it.
            case ['>', .., 'u'] when !_alternate:
                return Push(ref _keyboards);
            case ['<', .., 'u'] when !_alternate:
                return Pop(ref _keyboards, int.TryParse(sequence[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Max(count, 1) : 1);
            default:
                return true;
        }
    }

    /// <summary>Takes off what is on, once the main screen shows.</summary>
    public byte[] Unwound()
    {
        var text = new StringBuilder().Insert(0, "\e[23;0t", _titles);
        if (_keyboards > 0)
            text.Append(CultureInfo.InvariantCulture, $"\e[<{_keyboards}u");
        (_titles, _keyboards) = (0, 0);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static bool Push(ref int depth)
    {
        if (depth == Most)
            return false;
        depth++;
        return true;
    }

    private static bool Pop(ref int depth, int count)
    {
        if (depth < count)
            return false;
        depth -= count;
        return true;
    }
}
