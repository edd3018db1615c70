using System.Globalization;

namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>Where sharing of a shell begins. A closed union: one of the nested records.</summary>
internal abstract record StartPoint
{
    /// <summary>The program that runs, or the prompt: nothing from before it.</summary>
    public static readonly StartPoint Now = new FromNow();

    /// <summary>Everything that is held.</summary>
    public static readonly StartPoint Start = new FromStart();

    private const string BlockPrefix = "block:";

    private StartPoint()
    {
    }

    /// <summary>Reads `now`, `start` or `block:N`: the point, or what is wrong and what would be right, to be read behind the option's name.</summary>
    public static (StartPoint? Value, string? Fault) Parse(string text) => text switch
    {
        "now" => (Now, null),
        "start" => (Start, null),
        _ when BlockOf(text) is { } number => (new FromBlock(number), null),
        _ => (null, $"is '{text}'; it must be now, start, or block:N with a block's number from 1 (sessionshare blocks lists them)."),
    };

    private static int? BlockOf(string text) =>
        text.StartsWith(BlockPrefix, StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(BlockPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    public sealed record FromNow : StartPoint
    {
        public override string ToString() => "now";
    }

    public sealed record FromStart : StartPoint
    {
        public override string ToString() => "start";
    }

    /// <summary>A block, and what came after it.</summary>
    public sealed record FromBlock(int Number) : StartPoint
    {
        public override string ToString() => $"{BlockPrefix}{Number}";
    }
}
