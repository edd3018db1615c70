using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Panels;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>
/// Where a viewer's keys go: to the panel that is open; at the sharer's prompt into the draft; into the program while one runs. Our own commands stand behind the prefix key. Used by the keyboard's thread alone.
/// </summary>
/// <param name="leave">Leaves the session.</param>
internal sealed class ViewerKeys(Viewed viewed, ViewerDesk desk, PanelBoard panels, Shown shown, ViewStatus status, string prefix, Action leave)
{
    private bool _isDirect;

    private WatchedSession Session => viewed.Session;

    /// <summary>Everything that can be done.</summary>
    public IReadOnlyList<MenuAction> Actions => field ??=
    [
        new('d', "draft: write it with the others", desk.OpenDraft),
        new('c', "commands: go to, copy, point at", desk.OpenBlocks),
        new('h', "history: scroll, search, copy", () => desk.OpenHistory(null)),
        new('f', "find in the history", () => desk.OpenHistory("")),
        new('p', "people, and where they point", desk.OpenPeople),
        new('j', "jump to what somebody points at", desk.Jump),
        new('r', "ask to type", () => Ask(() => Session.RequestRole(Role.Edit, CancellationToken.None), "asked to type; the answer comes here"), () => Session.Role < Role.Edit),
        new('b', "hand typing back, or stop asking", HandBack),
        new('k', "prompt: type at it, not the draft", Turn, () => Session.Role >= Role.Edit),
        new('n', "quiet: no word of who comes, goes", Silence),
        new('q', "leave", leave),
        new('l', "leave", leave, () => false),
    ];

    public bool Take(ReadOnlySpan<byte> typed)
    {
        panels.Take(ref typed);
        if (typed.IsEmpty)
            return true;
        if (Session.Role < Role.Edit)
        {
            status.Answer($"{status.Title} · what you type goes nowhere; {prefix} r asks to type, {prefix} q leaves");
        }
        else if (viewed.Prompt.IsAtPrompt && !_isDirect)
        {
            desk.OpenDraft();
            panels.Take(ref typed);
        }
        else
        {
            shown.Typed();
            Type(typed.ToArray());
        }

        return true;
    }

    /// <summary>Takes the key behind the prefix key.</summary>
    public void Choose(byte key)
    {
        desk.Prefix.CloseKeys();
        if (Actions.FirstOrDefault(action => action.Key == key) is { } action)
            action.Do();
        else if (key is (byte)'?' or (byte)'/' or (byte)' ')
            desk.Prefix.OpenMenu(Actions);
        else if (key != 0x1b)
            status.Answer($"{prefix} {Printable.Text(((char)key).ToString())} means nothing; {prefix} ? shows what does");
    }

    private void HandBack()
    {
        if (Session.Role >= Role.Edit)
            Ask(() => Session.HandBack(CancellationToken.None), "read-only now: what you type goes nowhere");
        else
            Ask(() => Session.CancelRequest(CancellationToken.None), "you no longer ask to type");
    }

    private void Turn()
    {
        _isDirect = !_isDirect;
        status.Answer(_isDirect ? "what you type goes to the shell's own prompt" : "what you type at the prompt goes into the draft");
    }

    private void Silence()
    {
        status.IsSilent = !status.IsSilent;
        status.Answer(status.IsSilent ? "no word of who comes and goes" : "who comes and goes is said again");
    }

    private async void Ask(Func<Task<Refusal?>> ask, string done)
    {
        try
        {
            status.Answer(await ask() is { } refusal ? Printable.Text(refusal.Text) : done);
        }
        catch (ConnectionLostException lost)
        {
            status.Answer(Printable.Text(lost.Message));
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
                status.Answer(Printable.Text(refusal.Text));
        }
        catch (ObjectDisposedException)
        {
            // The session was left meanwhile.
        }
    }
}
