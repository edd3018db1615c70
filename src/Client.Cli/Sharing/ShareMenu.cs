using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What follows the prefix key at the sharer. Answers stand in the title: the screen is the program's. Used by the keyboard's thread alone.</summary>
/// <param name="prefix">The prefix key's name.</param>
/// <param name="link">Asked for the link of now.</param>
/// <param name="control">Who is here, and who may type.</param>
/// <param name="end">Ends sharing; the program goes on.</param>
/// <param name="approval">Asked before others run or type; null: they just do.</param>
internal sealed class ShareMenu(string prefix, Func<string> link, ShareStatus status, ControlKeys control, Action end, Approval? approval = null)
{
    private (Request Asks, MinutesPrompt Minutes)? _asking;

    /// <summary>Takes a key.</summary>
    /// <returns>Whether the next key is for this menu, too, without the prefix key.</returns>
    public bool Choose(byte key)
    {
        if (_asking is { } asking)
            return TakeMinutes(asking.Asks, asking.Minutes, key);
        switch ((char)key)
        {
            case 'e':
                end();
                break;
            case 'g':
                control.Grant();
                break;
            case 'G':
                return AskMinutes();
            case 'n' when approval?.Answer(false) == true:
                status.Answer("it does not run");
                break;
            case 'n':
                control.Refuse();
                break;
            case 'y' when approval is not null:
                status.Answer(approval.Answer(true) ? "it runs" : "nobody asks to run something");
                break;
            case 'r' when approval is not null:
                status.Answer(Released());
                break;
            case 'v':
                control.RevokeAll();
                break;
            case 'p':
                control.ShowPeople();
                break;
            case 's':
                status.Answer($"{status.Text} · {status.BlocksText} · {link()}");
                break;
            case '?' or 'h':
                status.Answer($"{prefix}, then: e ends sharing, the shell goes on · g lets who asks come in or type, G for some minutes · n refuses · {(approval is null ? "" : "y runs what somebody asks to run, r lets others type into the program that runs, or no longer · ")}v: nobody but you types · p people · s status and link · {prefix} types {prefix} · ? this");
                break;
            default:
                status.Answer($"{prefix} {Printable.Text(((char)key).ToString())} means nothing; {prefix} ? shows what does");
                break;
        }

        return false;
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
