using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Panels;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What follows the prefix key at the sharer. Answers stand in the title and the line at the bottom: the screen is the program's. Used by the keyboard's thread alone.</summary>
/// <param name="prefix">The prefix key's name.</param>
/// <param name="link">Asked for the link of now.</param>
/// <param name="control">Who is here, and who may type.</param>
/// <param name="desk">What opens over the program.</param>
/// <param name="end">Ends sharing; the program goes on.</param>
/// <param name="approval">Asked before others run or type; null: they just do.</param>
/// <param name="hold">Looks again whether others' keys are held.</param>
internal sealed class ShareMenu(string prefix, Func<string> link, ShareStatus status, ControlKeys control, ShareDesk desk, Action end, Approval? approval, TypingHold hold)
{
    private (Request Asks, MinutesPrompt Minutes)? _asking;

    /// <summary>Everything that can be done.</summary>
    public IReadOnlyList<MenuAction> Actions => field ??=
    [
        new('g', "grant: let who asks in, or type", control.Grant, () => status.OldestRequest is not null),
        new('G', "grant for some minutes", () => Choose((byte)'G'), () => false),
        new('n', approval is null ? "no: refuse who asks" : "no: who asks, or what is to run", Refuse, () => status.OldestRequest is not null || approval?.IsAsking == true),
        .. approval is null ? (MenuAction[])[] : [new('y', "yes: run what somebody asks to", Approve, () => approval.IsAsking), new('r', "release this program to others' keys", Release)],
        new('d', "draft: write it with the others", desk.OpenDraft),
        new('p', "people: who is here, and invited", ShowPeople),
        new('i', "invite somebody", desk.OpenInvite),
        new('c', "copy the link", desk.CopyLink),
        new('s', "state and link", () => status.Answer($"{status.Text} · {status.BlocksText} · {link()}")),
        new('v', "revoke: nobody but you types", control.RevokeAll),
        new('z', "pause: show nothing, or go on", Pause),
        new('o', "my sessions: stop one, or all", desk.OpenSessions),
        new('m', "mute: no word of who comes, goes", Silence),
        new('e', "end sharing; the shell goes on", end),
    ];

    /// <summary>Takes a key.</summary>
    /// <returns>Whether the next key is for this menu, too, without the prefix key.</returns>
    public bool Choose(byte key)
    {
        desk.Prefix.CloseKeys();
        if (_asking is { } asking)
            return TakeMinutes(asking.Asks, asking.Minutes, key);
        if (key == 'G')
            return AskMinutes();
        if (Actions.FirstOrDefault(action => action.Key == key) is { } action)
            action.Do();
        else if (key is (byte)'?' or (byte)'h' or (byte)'/' or (byte)' ')
            desk.Prefix.OpenMenu(Actions);
        else if (key != 0x1b)
            status.Answer($"{prefix} {Printable.Text(((char)key).ToString())} means nothing; {prefix} ? shows what does");
        return false;
    }

    /// <summary>Nothing followed the prefix key for a while.</summary>
    public void Hesitate() => desk.Prefix.OpenKeys(Actions);

    private void Refuse()
    {
        if (approval?.Answer(false) == true)
            status.Answer("it does not run");
        else
            control.Refuse();
    }

    private void Approve() => status.Answer(approval!.Answer(true) ? "it runs" : "nobody asks to run something");

    private void ShowPeople()
    {
        control.ShowPeople();
        desk.OpenPeople();
    }

    private void Silence()
    {
        status.IsSilent = !status.IsSilent;
        status.Answer(status.IsSilent ? "no word of who comes and goes" : "who comes and goes is said again");
    }

    private void Release()
    {
        status.Answer(Released());
        hold.Look();
    }

    private void Pause()
    {
        desk.TurnPause();
        hold.Look();
    }

    private string Released() => approval!.Release() switch
    {
        true => "others' keys reach this program until it ends",
        false => "others' keys don't reach this program any more",
        null => "no program runs that could be released; at the prompt others run drafts",
    };

    private bool AskMinutes()
    {
        if (status.OldestRequest is not { } asks)
        {
            status.Answer("nobody asks for anything");
            return false;
        }

        _asking = (asks, new MinutesPrompt());
        Show(asks, "");
        return true;
    }

    private bool TakeMinutes(Request asks, MinutesPrompt prompt, byte key)
    {
        if (prompt.Take(key, out var minutes))
        {
            Show(asks, prompt.Typed);
            return true;
        }

        _asking = null;
        if (minutes is { } settled)
            control.Grant(asks, TimeSpan.FromMinutes(settled));
        else
            status.Answer("nothing was granted");
        return false;
    }

    private void Show(Request asks, string typed) =>
        status.Answer($"{OwnTitle.NameOf(asks.Person)} may {(asks.Role >= Role.Edit ? "type" : "watch")} for how many minutes? {(typed.Length > 0 ? typed : $"({MinutesPrompt.Usual})")} · Enter grants, Escape does not");
}
