using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review;

/// <summary>A block for programs.</summary>
/// <param name="Block">Its number.</param>
/// <param name="RanBy">The name of who of the others started it; null: the sharer.</param>
/// <param name="ExitCode">Null while it runs, or when none is known.</param>
/// <param name="Output">Its output as text, where that was asked for.</param>
internal sealed record BlockFacts(int Block, string? Command, string? Directory, string? RanBy, DateTimeOffset StartedAt, double? Seconds, int? ExitCode, bool Running, string? Output)
{
    public static BlockFacts Of(Block block, DateTimeOffset startedAt, string? output = null) => new(
        block.Number, block.Command, block.Directory, block.RanBy?.Name, At(block, startedAt), Took(block)?.TotalSeconds, block.ExitCode, block.LastSequence is null, output);

    /// <summary>What a person wants to know beside the output.</summary>
    public static string Sentence(Block block, DateTimeOffset startedAt, TimeProvider time)
    {
        var by = block.RanBy is { } other ? $", run by {Printable.Text(other.Name)}" : "";
        var where = block.Directory is { } directory ? $" in {Printable.Text(directory)}" : "";
        return $"Block {block.Number}: {Moment.Here(At(block, startedAt), time)}{where}{by}; {Outcome(block)}.";
    }

    /// <summary>How long it ran; null: it still does.</summary>
    public static TimeSpan? Took(Block block) => block.EndedAt is { } ended ? TimeSpan.FromMicroseconds(ended - block.StartedAt) : null;

    private static string Outcome(Block block) => block switch
    {
        { LastSequence: null } => "it still runs",
        { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"exit code {code} after {Took(block)?.TotalSeconds:0.0} s"),
        _ => "it ended, nobody knows with which code",
    };

    private static DateTimeOffset At(Block block, DateTimeOffset startedAt) => startedAt + TimeSpan.FromMicroseconds(block.StartedAt);
}
