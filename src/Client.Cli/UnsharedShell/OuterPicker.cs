using SessionShare.Cli.Painting;
using SessionShare.Cli.Panels;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Cli.UnsharedShell.Picking;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The picker that the prefix key opens over whatever runs in an unshared shell, which goes on behind it.</summary>
/// <param name="choices">The points to choose from, as they are now.</param>
/// <param name="notice">What the first share to the server has to tell; empty: it was told.</param>
/// <param name="chosen">Shares from a point on; what anyone with the link may do.</param>
internal sealed class OuterPicker(PanelBoard panels, Func<IReadOnlyList<StartChoice>> choices, Func<IReadOnlyList<string>> notice, Action<StartPoint, Role> chosen) : IPanel
{
    private StartPicker _picker = null!;
    private IReadOnlyList<string>? _asked;

    public bool IsOpen => panels.Current == this;

    public void Open()
    {
        (_picker, _asked) = (new StartPicker(choices(), Role.None), null);
        panels.Open(this);
    }

    /// <summary>Closes it; nothing was chosen.</summary>
    public void Leave() => panels.Close(this);

    public Look Draw(TerminalSize room) => new(
        _asked is { } asked ? [.. asked, "", "Share? [y/N] ", .. Enumerable.Repeat("", Math.Max(0, room.Rows - asked.Count - 2))] : PickerPage.Lines(_picker, room.Columns, room.Rows),
        TakesKeys: true);

    public bool Take(Key key)
    {
        if (_asked is not null)
        {
            if (key.Is('y') || key.Is('Y'))
                Choose();
            return false;
        }

        switch (_picker.Take(key))
        {
            case Picked.Chosen when notice() is { Count: > 0 } lines:
                _asked = lines;
                return true;
            case Picked.Chosen:
                Choose();
                return false;
            default:
                return true;
            case Picked.Nothing:
                return false;
        }
    }

    private void Choose() => chosen(StartPoint.Parse(_picker.Choice!.From).Value!, _picker.Link);
}
