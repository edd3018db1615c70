using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>For a file or a pipe: the lists, again whenever they are others.</summary>
internal sealed class TextListView(TextWriter output, TimeProvider time) : IListView
{
    private string? _shown;

    public void Show(ListEvent happened, MySessions now)
    {
        var text = string.Join('\n', new SessionLists(now.Sessions, now.Invitations, time).Text());
        if (happened is ListEvent.Reconnecting || text == _shown)
            return;
        output.WriteLine(_shown is null ? text : $"\n{text}");
        _shown = text;
    }
}
