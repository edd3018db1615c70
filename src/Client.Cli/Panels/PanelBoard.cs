using SessionShare.Cli.Painting;

namespace SessionShare.Cli.Panels;

/// <summary>The panel that is open, if any: gets the keys, and is drawn on the terminal. From any thread.</summary>
internal sealed class PanelBoard(FittedScreen screen)
{
    private readonly Lock _gate = new();
    private readonly KeyReader _keys = new();
    private IPanel? _open;

    /// <summary>The one that is open; null: keys are the program's.</summary>
    public IPanel? Current
    {
        get
        {
            lock (_gate)
                return _open;
        }
    }

    /// <summary>Opens one, in place of another.</summary>
    public void Open(IPanel panel)
    {
        lock (_gate)
        {
            _open = panel;
            Draw();
        }
    }

    /// <summary>Closes it, where it is this one that is open.</summary>
    public void Close(IPanel panel)
    {
        lock (_gate)
        {
            if (_open != panel)
                return;
            _open = null;
            Draw();
        }
    }

    /// <summary>What it shows may have changed, or the terminal's size.</summary>
    public void Redraw()
    {
        lock (_gate)
        {
            if (_open is not null)
                Draw();
        }
    }

    /// <summary>Takes what was typed, as long as a panel is open; what is left is the program's.</summary>
    public void Take(ref ReadOnlySpan<byte> typed)
    {
        lock (_gate)
        {
            if (_open is null)
                return;
            while (_open is { } panel && _keys.TryRead(ref typed, out var key))
            {
                if (!panel.Take(key) && _open == panel)
                    _open = null;
            }
            Draw();
        }
    }

    /// <summary>Changes a panel between two keys, and draws it.</summary>
    public void InTurn(Action change)
    {
        lock (_gate)
        {
            change();
            if (_open is not null)
                Draw();
        }
    }

    private void Draw() => screen.Show(_open?.Draw(screen.Room));
}
