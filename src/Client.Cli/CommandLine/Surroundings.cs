using SessionShare.Cli.Homes;

namespace SessionShare.Cli.CommandLine;

/// <summary>What a command finds around it.</summary>
/// <param name="Output">Standard output: facts.</param>
/// <param name="Error">Standard error: what is said to the person beside them.</param>
/// <param name="Variables">The environment.</param>
/// <param name="Time">The clock.</param>
internal sealed record Surroundings(TextWriter Output, TextWriter Error, IReadOnlyDictionary<string, string> Variables, TimeProvider Time)
{
    /// <summary>The home folder, made where there is none.</summary>
    /// <exception cref="CliFailure">It can't be used.</exception>
    public Home Home => field ??= Home.Open(Variables);

    public static Surroundings OfProcess() => new(
        new StandardWriter(StandardFile.Output),
        new StandardWriter(StandardFile.Error),
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        TimeProvider.System);

    /// <summary>What is said to the person and nobody asked for; with `--quiet` it goes nowhere. Standard error.</summary>
    public TextWriter Notes => IsQuiet ? TextWriter.Null : Error;

    /// <summary>`--quiet`: the person wants results, questions and errors alone. Set before the command acts.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>A variable, where it is set and not empty.</summary>
    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
