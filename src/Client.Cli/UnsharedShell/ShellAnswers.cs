using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>Answers the commands inside a shell that can be shared.</summary>
internal sealed class ShellAnswers(ShellLog log, ShellShares shares, Hands hands, ServerChoice choice, string prefix)
{
    public async Task<ShellReply> Answer(ShellRequest request, string passage, CancellationToken cancellationToken)
    {
        try
        {
            return request switch
            {
                { Ask: ShellAsk.State } => new(State(passage)),
                { Ask: ShellAsk.Blocks } => new(Blocks: [.. log.Blocks().Select(row => Line(row.Block, row.SharedAs, log.Now))]),
                { Ask: ShellAsk.Choices } => new(Choices: log.Choices(await shares.Limit(request.Share, cancellationToken))),
                { Ask: ShellAsk.Share, Share: { } share } => await Share(share, passage, cancellationToken),
                { Ask: ShellAsk.OwnHand } => OwnHand.Answer(shares.Current is null ? null : hands),
                _ => ShellReply.Refuse(Reasons.Exit.Usage, "The request is not right."),
            };
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            return ShellReply.Refuse(failed.ExitCode, failed.Text, failed.Reason);
        }
    }

    internal static BlockLine Line(HeldBlock block, int? sharedAs, TimeSpan now) => new(
        block.Number,
        block.Command,
        block.Directory,
        block.ExitCode,
        block.EndedAt is { } end ? Math.Round((end - block.StartedAt).TotalSeconds, 3) : null,
        block.Bytes,
        Math.Max(0, (long)(now - block.StartedAt).TotalSeconds),
        block.EndedAt is null,
        block.Holding switch { Holding.Whole => "whole", Holding.Tail => "tail", _ => "nothing" },
        sharedAs,
        block.RanBy);

    private async Task<ShellReply> Share(ShareAsk share, string passage, CancellationToken cancellationToken)
    {
        var (point, fault) = StartPoint.Parse(share.From ?? "");
        if (point is null)
            return ShellReply.Refuse(Reasons.Exit.Usage, $"--from {fault}");
        await shares.Begin(share, point, cancellationToken);
        return new(State(passage));
    }

    private ShellState State(string passage) => shares.Current is { } sharing
        ? new(true, passage, sharing.Id, sharing.Link, sharing.Ask.Allow, sharing.Ask.Link, prefix, choice.Named, sharing.Ask.Keep, sharing.Ask.Idle)
        : new(true, passage, null, null, [], Role.None, prefix, choice.Named);
}
