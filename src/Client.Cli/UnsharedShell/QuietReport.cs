using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>A shell's share reports to nobody but the title, and to the shell, that it is over.</summary>
/// <param name="over">Called once, from any thread.</param>
internal sealed class QuietReport(Action<ShareEnd> over) : IShareReport
{
    public void Shared(SessionId session, string link)
    {
    }

    public void Participant(RosterChange change, Participant participant)
    {
    }

    public void Asks(AskedRole asking, bool still)
    {
    }

    public void LinkRenewed(string link)
    {
    }

    public void SharedWithMe(InvitedSession session)
    {
    }

    public void Notice(Notice notice)
    {
    }

    public void Blocks(BlockQuality quality)
    {
    }

    public void Hidden(long count)
    {
    }

    public void Reconnecting(string why)
    {
    }

    public void Reconnected()
    {
    }

    public void Ended(ShareEnd end) => over(end);

    public void ScreenFree()
    {
    }
}
