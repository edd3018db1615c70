using System.Threading.Channels;
using SessionShare.Protocol;

namespace SessionShare.Client.Tests;

/// <summary>The server's end of a sharer's connection.</summary>
internal sealed class FakeSharerConnection : FakeConnection<ControlItem>, ISharerConnection
{
    public static readonly Roster Nobody = new(new Person("Ada", "ada@example.org"), SharerState.Connected, []);

    private readonly Channel<Call<ShareRequest, ShareReply>> _shares = Channel.CreateUnbounded<Call<ShareRequest, ShareReply>>();
    private readonly Channel<Call<EndRequest, EndReply>> _ends = Channel.CreateUnbounded<Call<EndRequest, EndReply>>();
    private readonly Channel<AppendRequest> _appends = Channel.CreateUnbounded<AppendRequest>();
    private readonly Channel<RunAnswer> _runs = Channel.CreateUnbounded<RunAnswer>();
    private readonly Channel<bool> _holds = Channel.CreateUnbounded<bool>();
    private readonly Channel<long> _seen = Channel.CreateUnbounded<long>();
    private readonly Channel<ControlRequest> _controls = Channel.CreateUnbounded<ControlRequest>();

    public ChannelReader<AppendRequest> Appends => _appends.Reader;

    public Task<ControlRequest> NextControl() => _controls.Next();

    public Task<AppendRequest> NextAppend() => _appends.Next();

    public Task<Call<EndRequest, EndReply>> NextEnd() => _ends.Next();

    public Task<RunAnswer> NextRunAnswer() => _runs.Next();

    public Task<bool> NextHold() => _holds.Next();

    public Task<long> NextSeen() => _seen.Next();

    /// <summary>Answers the sharer's first call.</summary>
    public async Task<ShareRequest> Answer(ShareReply reply)
    {
        var call = await _shares.Next();
        call.Answer.SetResult(reply);
        return call.Request;
    }

    public Task<ShareRequest> Answer(long next, long epoch = 1, long attachment = 1, DateTimeOffset startedAt = default, int nextBlock = 1) =>
        Answer(new ShareReply(null, new Shared(epoch, attachment, next, "https://host/s/x#k=y", new(1, 1, 1, null, 600), Nobody, startedAt, nextBlock)));

    public Task<ShareReply> Share(ShareRequest request, CancellationToken cancellationToken) => Ask(_shares, request, cancellationToken);

    public Task Append(AppendRequest request, CancellationToken cancellationToken) => Send(_appends, request);

    public IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken)
    {
        _controls.Writer.TryWrite(request);
        return Stream(cancellationToken);
    }

    public Task ControlSeen(long number, CancellationToken cancellationToken) => Send(_seen, number);

    public Task RunAnswered(RunAnswer answer, CancellationToken cancellationToken) => Send(_runs, answer);

    public Task HoldTyping(bool held, CancellationToken cancellationToken) => Send(_holds, held);

    public Task<EndReply> End(EndRequest request, CancellationToken cancellationToken) => Ask(_ends, request, cancellationToken);
}
