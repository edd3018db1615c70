using System.Text;
using System.Threading.Channels;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>The server's end of a viewer's connection.</summary>
internal sealed class FakeViewerConnection : FakeConnection<WatchItem>, IViewerConnection
{
    private readonly Channel<Call<JoinRequest, JoinReply>> _joins = Channel.CreateUnbounded<Call<JoinRequest, JoinReply>>();
    private readonly Channel<Call<TypeRequest, TypeReply>> _types = Channel.CreateUnbounded<Call<TypeRequest, TypeReply>>();
    private readonly Channel<Call<PresenceState, PresenceReply>> _shown = Channel.CreateUnbounded<Call<PresenceState, PresenceReply>>();
    private readonly Channel<Call<EditDraftRequest, EditDraftReply>> _edits = Channel.CreateUnbounded<Call<EditDraftRequest, EditDraftReply>>();
    private readonly Channel<Call<ReadDraftRequest, ReadDraftReply>> _reads = Channel.CreateUnbounded<Call<ReadDraftRequest, ReadDraftReply>>();
    private readonly Channel<Call<RunRequest, RunReply>> _runs = Channel.CreateUnbounded<Call<RunRequest, RunReply>>();
    private readonly Channel<TerminalSize> _sizes = Channel.CreateUnbounded<TerminalSize>();
    private readonly Channel<WatchRequest> _watches = Channel.CreateUnbounded<WatchRequest>();
    private readonly Channel<AskRequest> _asks = Channel.CreateUnbounded<AskRequest>();
    private readonly Channel<AskItem> _answers = Channel.CreateUnbounded<AskItem>();
    private readonly Channel<long> _seen = Channel.CreateUnbounded<long>();

    public bool Left { get; private set; }

    public ChannelReader<Call<TypeRequest, TypeReply>> Types => _types.Reader;

    public Task<Call<TypeRequest, TypeReply>> NextType() => _types.Next();

    public ChannelReader<Call<PresenceState, PresenceReply>> Shown => _shown.Reader;

    public Task<Call<PresenceState, PresenceReply>> NextShown() => _shown.Next();

    public Task<Call<EditDraftRequest, EditDraftReply>> NextEdit() => _edits.Next();

    public Task<Call<ReadDraftRequest, ReadDraftReply>> NextRead() => _reads.Next();

    public Task<Call<RunRequest, RunReply>> NextRun() => _runs.Next();

    public Task<TerminalSize> NextSize() => _sizes.Next();

    public Task<WatchRequest> NextWatch() => _watches.Next();

    public Task<long> NextSeen() => _seen.Next();

    public Task<AskRequest> NextAsk() => _asks.Next();

    /// <summary>Answers who asks for access; null: the stream ends without an answer.</summary>
    public void Answer(AskItem? item)
    {
        if (item is null)
            _answers.Writer.TryComplete();
        else
            _answers.Writer.TryWrite(item);
    }

    private async IAsyncEnumerable<AskItem> Answers([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _answers.Reader.ReadAllAsync(cancellationToken))
            yield return item;
    }

    public async Task<JoinRequest> Answer(JoinReply reply)
    {
        var call = await _joins.Next();
        call.Answer.SetResult(reply);
        return call.Request;
    }

    public Task<JoinRequest> Answer(long typedThrough = 0, Role role = Role.Edit) =>
        Answer(new JoinReply(null, new Joined(new ParticipantKey("p1", "secret"), role, "title", typedThrough)));

    /// <summary>Says what a session with frames up to <paramref name="newest"/> is.</summary>
    public void SayPresent(long newest = 0, long durable = 0, long oldest = 1) => Say(new WatchItem
    {
        Present = new Present("title", new TerminalSize(80, 24), default, oldest, newest, durable, FakeSharerConnection.Nobody, null),
    });

    /// <summary>Says Output frames, one for each text.</summary>
    public void SayOutput(long first, params string[] texts) => Say(Frames(first, 1, texts));

    public static WatchItem Frames(long first, long epoch, params string[] texts)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var text in texts)
            FrameCodec.Write(writer, FrameKind.Output, 0, Encoding.ASCII.GetBytes(text));
        return new WatchItem { Frames = new WatchedFrames(epoch, new FrameRun(first, texts.Length, writer.WrittenMemory)) };
    }

    public Task<JoinReply> Join(JoinRequest request, CancellationToken cancellationToken) => Ask(_joins, request, cancellationToken);

    public IAsyncEnumerable<AskItem> Ask(AskRequest request, CancellationToken cancellationToken)
    {
        _asks.Writer.TryWrite(request);
        return Answers(cancellationToken);
    }

    public IAsyncEnumerable<WatchItem> Watch(WatchRequest request, CancellationToken cancellationToken)
    {
        _watches.Writer.TryWrite(request);
        return Stream(cancellationToken);
    }

    public Task Seen(long sequence, CancellationToken cancellationToken) => Send(_seen, sequence);

    public Task<TypeReply> Type(TypeRequest request, CancellationToken cancellationToken) => Ask(_types, request, cancellationToken);

    public Task<ResizeReply> Resize(ResizeRequest request, CancellationToken cancellationToken)
    {
        _sizes.Writer.TryWrite(request.Size);
        return Task.FromResult(new ResizeReply(null));
    }

    public Task<RoleReply> RequestRole(RoleRequest request, CancellationToken cancellationToken) => Task.FromResult(new RoleReply(null));

    public Task<RoleReply> CancelRequest(CancellationToken cancellationToken) => Task.FromResult(new RoleReply(null));

    public Task<RoleReply> HandBack(CancellationToken cancellationToken) => Task.FromResult(new RoleReply(null));

    public Task<PresenceReply> ShowPresence(PresenceState state, CancellationToken cancellationToken) => Ask(_shown, state, cancellationToken);

    public Task<EditDraftReply> EditDraft(EditDraftRequest request, CancellationToken cancellationToken) => Ask(_edits, request, cancellationToken);

    public Task<ReadDraftReply> ReadDraft(ReadDraftRequest request, CancellationToken cancellationToken) => Ask(_reads, request, cancellationToken);

    public Task<RunReply> Run(RunRequest request, CancellationToken cancellationToken) => Ask(_runs, request, cancellationToken);

    public Task<BlocksReply> Blocks(BlocksRequest request, CancellationToken cancellationToken) => Task.FromResult(new BlocksReply(null, []));

    public Task<FramesReply> Frames(FramesRequest request, CancellationToken cancellationToken) => Task.FromResult(new FramesReply(null, null));

    public Task Leave(CancellationToken cancellationToken)
    {
        Left = true;
        return Task.CompletedTask;
    }
}
