namespace SessionShare.Cli.Panels;

/// <summary>What is opened over the session by the prefix key itself: the menu, and the keys that may follow, for who hesitates.</summary>
/// <param name="prefix">The prefix key's name.</param>
internal sealed class PrefixPanels(string prefix, PanelBoard panels)
{
    private KeysPanel? _keys;

    public void OpenMenu(IReadOnlyList<MenuAction> actions) => panels.Open(Menu.Of(prefix, actions, action => action()));

    /// <summary>The prefix key was typed and nothing behind it yet: what could be.</summary>
    public void OpenKeys(IReadOnlyList<MenuAction> actions)
    {
        if (panels.Current is null)
            panels.Open(_keys = new KeysPanel(prefix, actions));
    }

    public void CloseKeys()
    {
        if (_keys is { } keys)
            panels.Close(keys);
        _keys = null;
    }
}
