using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>`sessionshare shell`.</summary>
internal static class ShellCommand
{
    /// <summary>Bytes of output kept unless asked otherwise.</summary>
    public const long DefaultKeep = 32 * Mebi;

    /// <summary>A person who keeps less keeps nothing of use.</summary>
    private const long LeastKeep = 64 * 1024;

    /// <summary>All of it may wait to be sent at once, beside what comes meanwhile: <see cref="Client.SharedSession"/> holds 64 MiB.</summary>
    private const long MostKeep = 48 * Mebi;

    private const long Mebi = 1024 * 1024;

    private static readonly Option<long?> Keep = CommonOptions.Checked(
        "--keep", "BYTES", "Output kept in memory, as in 8M or 500K, 64K to 48M. Default 32M; beyond it the oldest blocks are dropped.", ParseKeep);

    private static readonly Option<string?> Prefix = CommonOptions.Checked(
        "--prefix", "KEY", "The key that opens the choice of where sharing begins. Default Ctrl-^.", ShareOption.Prefix);

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("shell", "Start a shell that nobody sees, and that can be shared later: sessionshare share inside it.")
        {
            Keep, CommonOptions.Server, Prefix, ShareOption.StatusLine,
        };
        foreach (var option in RedactChoice.Options)
            command.Options.Add(option);
        return command.Does(surroundings, (parsed, interruption) => new Shell(Read(parsed), surroundings).Run(interruption));
    }

    internal static (long? Value, string? Fault) ParseKeep(string text)
    {
        var unit = text.Length == 0 ? 1 : char.ToUpperInvariant(text[^1]) switch { 'K' => 1024, 'M' => Mebi, _ => 1 };
        var digits = unit == 1 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostKeep / unit && count * unit >= LeastKeep
            ? (count * unit, null)
            : (null, $"is '{text}'; it must be a number of bytes from 64K to 48M, as in 8M, 500K or 1000000.");
    }

    private static ShellArguments Read(ParseResult parsed) => new(
        parsed.GetValue(Keep) ?? DefaultKeep,
        parsed.GetValue(CommonOptions.Server),
        parsed.GetValue(Prefix),
        ShareOption.HasStatusLine(parsed),
        RedactChoice.Read(parsed));
}
