using System.IO.Enumeration;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Sharing;
using SessionShare.Protocol;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Cli.Redacting;

/// <summary>What of a share is hidden before it leaves this process: output, command lines, titles. The person's own terminal shows all of it.</summary>
internal sealed class Redaction
{
    private const int ShortestValue = 8;

    /// <summary>Variables whose values are secrets, mostly.</summary>
    private static readonly string[] UsualNames =
        ["*TOKEN", "*SECRET", "*PASSWORD", "*PASSWD", "*PASSPHRASE", "*APIKEY", "*_KEY", "*_PAT", "*_CREDENTIALS", "*_DSN"];

    private readonly RedactionRules? _rules;
    private readonly TimeProvider _time;

    private Redaction(RedactionRules? rules, TimeProvider time) => (_rules, _time) = (rules, time);

    /// <summary>Told how many secrets were hidden from others so far, whenever there are more.</summary>
    public Action<long>? Hidden { get; set; }

    /// <summary>As chosen, with the values of the environment and the home's own patterns. Says so where it is off.</summary>
    /// <exception cref="CliFailure">A pattern is wrong.</exception>
    public static Redaction Of(RedactChoice? choice, Surroundings surroundings)
    {
        choice ??= RedactChoice.Usual;
        if (!choice.IsOn)
        {
            surroundings.Notes.WriteLine("Redaction is off: tokens, passwords and keys that this terminal shows go to the session as they are.");
            return new(null, surroundings.Time);
        }
        var values = Values(surroundings.Variables, choice.Names);
        return new(new RedactionRules(values, Patterns(surroundings.Home.RedactFile)), surroundings.Time);
    }

    /// <summary>A text without its secrets.</summary>
    public string Text(string text) => _rules is null ? text : Redactor.Redact(_rules, text, out _);

    /// <summary>Whether an edit of a text that others see brings no secret into it: what others wrote there counts as theirs.</summary>
    public bool Admits(string text, DraftChange edit) =>
        _rules is null || edit.Insert.Length == 0 || Marks(DraftText.Apply(text, [edit])) <= Marks(DraftText.Apply(text, [edit with { Insert = "" }]));

    /// <summary>A block without those of its command line and directory.</summary>
    public BlockStart Block(BlockStart start) => _rules is null ? start : start with
    {
        Command = start.Command is { } command ? Text(command) : null,
        Directory = start.Directory is { } directory ? Text(directory) : null,
    };

    /// <summary>Output without them, bit by bit. For one thread at a time.</summary>
    /// <param name="next">Gets what is left.</param>
    public RedactedOutput Output(Screen next) => new(_rules, next, count => Hidden?.Invoke(count), _time);

    /// <summary>A timer that is not set.</summary>
    public ITimer Timer(Action act) => _time.CreateTimer(_ => act(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Values of variables that are secrets; no path of something that is there.</summary>
    internal static IEnumerable<string> Values(IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> names) =>
        from variable in variables
        where UsualNames.Concat(names).Any(name => FileSystemName.MatchesSimpleExpression(name, variable.Key))
        where variable.Value.Length >= ShortestValue && !Path.Exists(variable.Value)
        select variable.Value;

    private int Marks(string text) => Text(text).Count(character => character == '*') - text.Count(character => character == '*');

    private static OwnPatterns Patterns(string path)
    {
        if (!File.Exists(path))
            return OwnPatterns.None;
        var (patterns, line, fault) = OwnPatterns.Read(File.ReadLines(path));
        return patterns ?? throw new CliFailure(Reasons.Exit.Usage, $"{path}, line {line} is no pattern: {fault} Patterns are regular expressions of .NET, one a line, without what looks ahead, behind or back.");
    }
}
