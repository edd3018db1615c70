using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>The size of a shared terminal whose sharer wants it to fit those who may type: `--size follow-editors`.</summary>
internal static class FollowedSize
{
    /// <summary>A program can do nothing with less, and one editor must not be able to take the terminal away.</summary>
    private static readonly TerminalSize Least = new(10, 3);

    /// <summary>The sharer's own window, or what the smallest window of an editor who is here takes of it, columns and rows each by itself.</summary>
    public static TerminalSize Of(TerminalSize own, Roster? roster)
    {
        var sizes = (roster?.Participants ?? []).Where(participant => participant.Role >= Role.Edit && !participant.Away).Select(participant => participant.Size).OfType<TerminalSize>();
        return sizes.Aggregate(own, (least, size) => new(
            Math.Min(least.Columns, Math.Max(size.Columns, Least.Columns)),
            Math.Min(least.Rows, Math.Max(size.Rows, Least.Rows))));
    }
}
