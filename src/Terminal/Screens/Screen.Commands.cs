using System.Text;

namespace SessionShare.Terminal;

public sealed partial class Screen
{
    /// <summary>Characters of a title; what is longer is cut.</summary>
    public const int MaxTitleLength = 4096;

    /// <summary>Titles kept by CSI 22 t; a further one drops the oldest.</summary>
    public const int MaxTitles = 10;

    private readonly List<string> _titles = [];

    /// <summary>The window's title, as the program set it.</summary>
    public string Title { get; private set; } = "";

    public IReadOnlyList<string> PushedTitles => _titles;

    internal Colours Colours { get; } = new();

    /// <summary>An operating system command, complete: NUMBER;TEXT.</summary>
    internal void TakeOsc(ReadOnlySpan<byte> command)
    {
        var digits = command.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var number = digits < 0 ? command : command[..digits];
        if (number.Length is 0 or > 4 || (digits >= 0 && command[digits] != ';'))
            return;
        var text = digits < 0 ? default : command[(digits + 1)..];
        switch (int.Parse(number))
        {
            case 0 or 2:
                SetTitle(Encoding.UTF8.GetString(text));
                break;
            case 4:
                Colours.SetPalette(Encoding.UTF8.GetString(text));
                break;
            case 8:
                SetLink(Encoding.UTF8.GetString(text));
                break;
            case >= 10 and <= 12 and var which:
                Colours.SetDynamic(which - 10, Encoding.UTF8.GetString(text));
                break;
            case 104:
                Colours.ResetPalette(Encoding.UTF8.GetString(text));
                break;
            case >= 110 and <= 112 and var which:
                Colours.ResetDynamic(which - 110);
                break;
        }
    }

    private void SetTitle(string title) => Title = title.Length <= MaxTitleLength ? title : title[..MaxTitleLength];

    /// <summary>PARAMETERS;ADDRESS. An empty address ends the link.</summary>
    private void SetLink(string text)
    {
        var separator = text.IndexOf(';');
        if (separator < 0)
            return;
        var link = new Link(text[..separator].Trim(), text[(separator + 1)..]);
        if (link.Address.Length == 0)
        {
            if (link.Parameters.Length == 0)
                SetPen(_pen with { Link = LinkTable.None });
            return;
        }
        if (!_links.Fits(link))
            CompactWhenDue();
        SetPen(_pen with { Link = text.Length <= Link.MaxLength ? _links.NumberOf(link) : LinkTable.None });
    }

    /// <summary>The title's stack; what else asks for a window's place or size is none of the screen's business.</summary>
    private void TakeWindow(Parameters parameters)
    {
        if (parameters[1] is not (0 or 2))
            return;
        if (parameters[0] == 22)
        {
            if (_titles.Count == MaxTitles)
                _titles.RemoveAt(0);
            _titles.Add(Title);
        }
        else if (parameters[0] == 23 && _titles.Count > 0)
        {
            Title = _titles[^1];
            _titles.RemoveAt(_titles.Count - 1);
        }
    }
}
