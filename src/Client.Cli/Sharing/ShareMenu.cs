using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Sharing;

/// <summary>What follows the prefix key at the sharer. Answers stand in the title: the screen is the program's.</summary>
/// <param name="prefix">The prefix key's name.</param>
/// <param name="link">Asked for the link of now.</param>
/// <param name="control">Who may type.</param>
/// <param name="end">Ends sharing; the program goes on.</param>
internal sealed class ShareMenu(string prefix, Func<string> link, ShareStatus status, ControlKeys control, Action end)
{
    public void Choose(byte key)
    {
        switch ((char)key)
        {
            case 'e':
                end();
                break;
            case 'g':
                control.Grant();
                break;
            case 'n':
                control.Refuse();
                break;
            case 'v':
                control.RevokeAll();
                break;
            case 's':
                status.Answer($"{status.Text} · {status.BlocksText} · {link()}");
                break;
            case '?' or 'h':
                status.Answer($"{prefix}, then: e ends sharing, the shell goes on · g lets who asks come in or type · n refuses · v: nobody but you types · s status and link · {prefix} types {prefix} · ? this");
                break;
            default:
                status.Answer($"{prefix} {Printable.Text(((char)key).ToString())} means nothing; {prefix} ? shows what does");
                break;
        }
    }
}
