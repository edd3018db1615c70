using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Tells what happens to a share beside its screen: to a person, or to a program.</summary>
internal interface IShareReport
{
    void Shared(SessionId session, string link);

    void Participant(RosterChange change, Participant participant);

    /// <summary>Somebody asks to be let in, or (<paramref name="still"/> false) no more.</summary>
    void Asks(AskedRole asking, bool still);

    void Notice(Notice notice);

    /// <summary>The link is another one.</summary>
    void LinkRenewed(string link);

    /// <summary>Somebody else shares a session with who shares here.</summary>
    void SharedWithMe(InvitedSession session);

    /// <summary>How well blocks are known: told when it is known, and when it changes.</summary>
    void Blocks(BlockQuality quality);

    /// <summary>So many secrets were hidden from others, since sharing began.</summary>
    void Hidden(long count);

    void Reconnecting(string why);

    void Reconnected();

    /// <summary>Sharing is over. Told once; the shared command may still run.</summary>
    void Ended(ShareEnd end);

    /// <summary>The program has ended, and the screen is ours again.</summary>
    void ScreenFree();
}

/// <summary>How sharing ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The sentence for a person.</param>
/// <param name="ExitCode">The command's, where it has ended.</param>
/// <param name="Unsaved">What to tell where not everything is known to be stored; null: all is.</param>
internal sealed record ShareEnd(Reason Reason, string Text, int? ExitCode, string? Unsaved);
