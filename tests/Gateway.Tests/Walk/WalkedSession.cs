using System.Security.Cryptography;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>A live session of Ada's, whose client takes what is typed.</summary>
internal sealed class WalkedSession : IAsyncDisposable
{
    public const string Ada = "ada@example.com";
    public const string Invited = "never-told@example.com";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TestGateway _gateway;
    private readonly ISharerConnection _sharer;
    private readonly Shared _shared;
    private readonly CancellationTokenSource _done = new();
    private readonly List<ControlItem> _heard = [];
    private readonly Task _listening;
    private long _sent;

    private WalkedSession(TestGateway gateway, SessionId id, ISharerConnection sharer, Shared shared)
    {
        (_gateway, Id, _sharer, _shared) = (gateway, id, sharer, shared);
        _listening = Listen();
    }

    public SessionId Id { get; }

    /// <summary>The secret of the link at the beginning.</summary>
    public string Secret => SessionLink.TryParse(_shared.Link, out var link) ? link.Secret! : throw new InvalidOperationException(_shared.Link);

    /// <summary>What the sharer's client has heard.</summary>
    public IReadOnlyList<ControlItem> Heard
    {
        get
        {
            lock (_heard)
                return [.. _heard];
        }
    }

    public static async Task<WalkedSession> Begin(TestGateway gateway, Role link = Role.None, WireEncoding encoding = WireEncoding.MessagePack)
    {
        var id = SessionId.Of(RandomNumberGenerator.GetBytes(16));
        var token = Caller.TokenOf(gateway, Ada);
        var sharer = await new SignalRTransport(new SignalRTransportOptions { Token = _ => ValueTask.FromResult<string?>(token), Encoding = encoding })
            .ConnectSharer(gateway.Url, CancellationToken.None);
        var reply = await sharer.Share(
            new ShareRequest(WireLimits.ProtocolVersion, id, null, "t", new TerminalSize(80, 24), [new EmailRule(Invited, Role.View)], link), CancellationToken.None);
        return new WalkedSession(gateway, id, sharer, reply.Shared!);
    }

    public async Task Change(AccessChange change) =>
        (await _gateway.Send(HttpMethod.Post, $"api/sessions/{Id}/access", change, Caller.TokenOf(_gateway, Ada))).EnsureSuccessStatusCode();

    /// <summary>One frame of output, taken in.</summary>
    public async Task Output(string text)
    {
        await _sharer.Append(new AppendRequest(_shared.Epoch, _shared.Attachment, OneFrame.Of(++_sent, text)), CancellationToken.None);
        await Until(items => items.Any(item => item.Durable >= _sent));
    }

    /// <summary>What only the sharer's own connection may, each row in turn. True: it was done.</summary>
    public async Task<bool> CallAsSharer(string row)
    {
        switch (row)
        {
            case "sharers: Share":
                return true; // It was, in the beginning.
            case "sharers: Control":
                await Until(items => items.Count > 0);
                return true;
            case "sharers: Append":
                await Output("mine");
                return true;
            case "sharers: ControlSeen":
                await _sharer.ControlSeen(1, CancellationToken.None);
                return true;
            case "sharers: RunAnswered":
                await _sharer.RunAnswered(new RunAnswer(1, RunState.Ran), CancellationToken.None);
                return true;
            case "sharers: HoldTyping":
                await _sharer.HoldTyping(false, CancellationToken.None);
                return true;
            case "sharers: End":
                return (await _sharer.End(new EndRequest(_sent, Reason.SharerStopped, null), CancellationToken.None).WaitAsync(Patience)).Refused is null;
            default:
                throw new InvalidOperationException($"Nobody knows how to call '{row}' as the sharer.");
        }
    }

    public Task End() => CallAsSharer("sharers: End");

    public async Task Until(Predicate<IReadOnlyList<ControlItem>> holds)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!holds(Heard))
            await Task.Delay(10, late.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _sharer.DisposeAsync();
        await _listening;
        _done.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            await foreach (var item in _sharer.Control(new ControlRequest(0), _done.Token))
            {
                lock (_heard)
                    _heard.Add(item);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionLostException)
        {
            // The test has ended.
        }
    }
}
