using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>What may follow the prefix key, shown to who hesitates behind it. The key itself comes as one behind the prefix key, and not here.</summary>
internal sealed class KeysPanel(string prefix, IReadOnlyList<MenuAction> actions) : IPanel
{
    public Look Draw(TerminalSize room) => Menu.Keys(prefix, actions, room.Columns, room.Rows);

    public bool Take(Key key) => false;
}
