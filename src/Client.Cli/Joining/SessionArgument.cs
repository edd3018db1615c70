using System.CommandLine;

namespace SessionShare.Cli.Joining;

/// <summary>LINK|ID on a command line.</summary>
internal static class SessionArgument
{
    public static Argument<SessionTarget> Create() => new("LINK|ID")
    {
        Description = "The session's link; its id is enough where it is yours or you are invited.",
        CustomParser = result =>
        {
            var (target, fault) = SessionTarget.Parse(result.Tokens[0].Value);
            if (fault is not null)
                result.AddError(fault);
            return target;
        },
    };
}
