using System.CommandLine;
using SessionShare.Cli.Joining;

namespace SessionShare.Cli.Sharing;

/// <summary>`share --resume [LINK|ID]`.</summary>
/// <param name="Target">Null: the newest share of this home that has not ended.</param>
internal sealed record ResumeChoice(SessionTarget? Target)
{
    public static Option<ResumeChoice?> Option() => new("--resume")
    {
        HelpName = "LINK|ID",
        Description = "Go on with a session whose sharing process died, under the same link. Default: the newest of this home that has not ended.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0)
                return new(Target: null);
            var (target, fault) = SessionTarget.Parse(result.Tokens[0].Value);
            if (fault is not null)
                result.AddError($"--resume: {fault}");
            return new(target);
        },
    };
}
