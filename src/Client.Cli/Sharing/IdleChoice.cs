using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>`--idle off|SPAN|end:SPAN`, given once or twice: what happens in a session in which nothing does.</summary>
internal static class IdleChoice
{
    private const string End = "end:";

    public static Option<IdleRule?> Option() => new("--idle")
    {
        HelpName = "off|30m|end:2h",
        Description = "When nothing happens for so long, others may no longer edit (30m), or the session ends (end:2h); may be given for both. off: neither.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var (rule, fault) = Parse([.. result.Tokens.Select(token => token.Value)]);
            if (fault is not null)
                result.AddError($"--idle {fault}");
            return rule;
        },
    };

    /// <summary>The rule, or what is wrong and what would be right, to be read behind the option's name.</summary>
    internal static (IdleRule? Rule, string? Fault) Parse(IReadOnlyList<string> words)
    {
        if (words is ["off"])
            return (new(0, 0), null);
        var rule = new IdleRule(null, null);
        foreach (var word in words)
        {
            if (word == "off")
                return (null, "off stands alone: it means neither.");
            var ends = word.StartsWith(End, StringComparison.Ordinal);
            var (span, fault) = Duration.Parse(ends ? word[End.Length..] : word);
            if (fault is not null)
                return (null, $"is '{word}'; it must be off, or a time such as 30m (others may no longer edit) or end:2h (the session ends).");
            if ((ends ? rule.EndSeconds : rule.EditSeconds) is not null)
                return (null, $"is given twice for {(ends ? "the session's end" : "editing")}; once is enough.");
            var seconds = (long)span!.Value.TotalSeconds;
            rule = ends ? rule with { EndSeconds = seconds } : rule with { EditSeconds = seconds };
        }
        return (rule, null);
    }

    /// <summary>What was chosen, in sentences.</summary>
    public static IEnumerable<string> Lines(IdleRule? rule)
    {
        if (rule is { EditSeconds: 0, EndSeconds: 0 })
        {
            yield return "However long nothing happens, nobody's rights lapse and the session goes on.";
            yield break;
        }
        if (rule?.EditSeconds is > 0 and var edit)
            yield return $"When nothing happens for {Text(edit)}, nobody but you may edit any more.";
        if (rule?.EndSeconds is > 0 and var end)
            yield return $"When nothing happens for {Text(end)}, the session ends.";
    }

    private static string Text(long seconds) => Duration.Text(TimeSpan.FromSeconds(seconds));
}
