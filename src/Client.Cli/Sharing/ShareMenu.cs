using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What follows the prefix key at the sharer. Answers stand in the title: the screen is the program's. Used by the keyboard's thread alone.</summary>
/// <param name="prefix">The prefix key's name.</param>
/// <param name="link">Asked for the link of now.</param>
/// <param name="control">Who is here, and who may type.</param>
/// <param name="end">Ends sharing; the program goes on.</param>
internal sealed class ShareMenu(string prefix, Func<string> link, ShareStatus status, ControlKeys control, Action end)
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
            case 'n':
                control.Refuse();
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
                status.Answer($"{prefix}, then: e ends sharing, the shell goes on · g lets who asks come in or type, G for some minutes · n refuses · v: nobody but you types · p people · s status and link · {prefix} types {prefix} · ? this");
                break;
            default:
                status.Answer($"{prefix} {Printable.Text(((char)key).ToString())} means nothing; {prefix} ? shows what does");
                break;
        }

        return false;
    }

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
