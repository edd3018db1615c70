using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>How watching ended.</summary>
/// <param name="Text">The sentence for the person.</param>
/// <param name="ExitCode">0 where the session has ended.</param>
internal sealed record ViewEnd(string Text, int ExitCode)
{
    public static ViewEnd Of(Ended how) => new(how.ExitCode is { } code ? $"{how.Text} Its exit code was {code}." : how.Text, 0);

    public static ViewEnd Of(Refusal why) => new(why.Text, Reasons.Of(why.Reason).ExitCode is var code and > 0 ? code : Reasons.Exit.Failed);
}
