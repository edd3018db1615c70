namespace SessionShare.Cli.CommandLine;

/// <summary>A command can't go on. The message is the sentence for the person, the code that of docs/cli.md.</summary>
internal sealed class CliFailure(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
