using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>What a viewer's keys do: into the session where the role allows it, and our own commands behind the prefix key.</summary>
/// <param name="leave">Leaves the session.</param>
internal sealed class ViewerTyping(WatchedSession session, ViewStatus status, string prefix, Action leave)
{
    /// <summary>The session; another one after it was entered again.</summary>
    public WatchedSession Session => session;

    public bool Take(ReadOnlySpan<byte> typed)
    {
        if (Session.Role >= Role.Edit)
            Type(typed.ToArray());
        else
            status.Answer($"{status.Title} · what you type goes nowhere; {prefix} q leaves");
        return true;
    }

    public void Choose(byte key)
    {
        if (key is (byte)'q' or (byte)'l')
            leave();
        else
            status.Answer($"{prefix}, then: q leaves · {prefix} types {prefix} · ? this");
    }

    private async void Type(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (await Session.Type(bytes) is { } refusal)
                status.Answer(CommandLine.Printable.Text(refusal.Text));
        }
        catch (ObjectDisposedException)
        {
            // The session was left meanwhile.
        }
    }
}
