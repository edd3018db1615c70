using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Shells;

/// <summary>The blocks that a session would get from a shell, by the same path as its frames.</summary>
internal static class TestBlocks
{
    /// <summary>Made from all output until now.</summary>
    public static IReadOnlyList<(string? Command, int? Code)> Of(TestShell shell)
    {
        var started = new List<BlockStart>();
        var codes = new Dictionary<int, int?>();
        var blocks = new CommandBlocks(started.Add, end => codes[end.Block] = end.ExitCode);
        var source = new CommandBlocksSource(blocks, () => blocks.Start("the shell", null), integrated: true, TimeProvider.System, _ => { });
        var tap = new OutputTap(new(shell.Nonce), new SessionShare.Cli.UnsharedShell.Passages(), _ => { }, _ => { }, blocks, source);
        tap.Take(shell.Bytes);
        return [.. started.Select(start => (start.Command, codes.GetValueOrDefault(start.Block)))];
    }
}
