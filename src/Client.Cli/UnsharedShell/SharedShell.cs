using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>What our commands find inside a program that is shared from its first byte: its link again, and its blocks.</summary>
internal sealed class SharedShell : IAsyncDisposable
{
    private readonly ShareArguments _arguments;
    private readonly SharedSession _session;
    private readonly string? _prefix;
    private readonly Hands _hands;
    private readonly BlockLedger _ledger;
    private readonly ShellDoor _door;
    private volatile bool _over;

    /// <param name="prefix">The prefix key's name; null where nobody types.</param>
    /// <param name="hands">Who types here.</param>
    public SharedShell(ShareArguments arguments, SharedSession session, ShellAddress address, string? prefix, Hands hands, TimeProvider time)
    {
        (_arguments, _session, _prefix, _hands, _ledger) = (arguments, session, prefix, hands, new BlockLedger(time));
        _door = new ShellDoor(address, Passages, time, (request, passage, _) => Task.FromResult(Answer(request, passage)));
    }

    /// <summary>What stands between two marks is for the sharer's terminal only.</summary>
    public Passages Passages { get; } = new();

    public void Open() => _door.Open();

    /// <summary>Sharing is over; the program may go on.</summary>
    public void Over() => _over = true;

    public void Output(int bytes) => _ledger.Output(bytes);

    public void BlockStart(BlockStart start) => _ledger.Start(start);

    public void BlockEnd(BlockEnd end) => _ledger.End(end);

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private ShellReply Answer(ShellRequest request, string passage) => request.Ask switch
    {
        ShellAsk.State when _over => new(new ShellState(false, passage, null, null, [], Role.None, _prefix, null)),
        ShellAsk.State => new(new ShellState(false, passage, _session.Id, _session.Link, _arguments.Allow, _arguments.Link, _prefix, null, _arguments.Keep, _arguments.Idle, _arguments.Resume is not null)),
        ShellAsk.Blocks => new(Blocks: [.. _ledger.Blocks.Select(block => ShellAnswers.Line(block, _over ? null : block.Number, _ledger.Now) with { Held = null })]),
        ShellAsk.OwnHand => OwnHand.Answer(_over ? null : _hands),
        _ => ShellReply.Refuse(Reasons.Exit.Failed, "This shell keeps no output that could be shared; sessionshare shell starts one that does."),
    };
}
