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
            status.Answer($"{status.Title} · what you type goes nowhere; {prefix} r asks to type, {prefix} q leaves");
        return true;
    }

    public void Choose(byte key)
    {
        if (key is (byte)'q' or (byte)'l')
            leave();
        else if (key is (byte)'r')
            Ask(async () => await Session.RequestRole(Role.Edit, CancellationToken.None), "asked to type; the answer comes here");
        else if (key is (byte)'b' && Session.Role >= Role.Edit)
            Ask(async () => await Session.HandBack(CancellationToken.None), "handed back: what you type goes nowhere");
        else if (key is (byte)'b')
            Ask(async () => await Session.CancelRequest(CancellationToken.None), "you no longer ask to type");
        else
            status.Answer($"{prefix}, then: r asks to type · b hands that back · q leaves · {prefix} types {prefix} · ? this");
    }

    private async void Ask(Func<Task<Refusal?>> ask, string done)
    {
        try
        {
            status.Answer(await ask() is { } refusal ? CommandLine.Printable.Text(refusal.Text) : done);
        }
        catch (ConnectionLostException lost)
        {
            status.Answer(CommandLine.Printable.Text(lost.Message));
        }
        catch (ObjectDisposedException)
        {
            // The session was left meanwhile.
        }
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
