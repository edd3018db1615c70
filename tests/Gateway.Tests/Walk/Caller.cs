using SessionShare.Client;
using SessionShare.Gateway.SignIn;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>Somebody, with connections to both hubs, who calls whatever there is.</summary>
internal sealed class Caller(TestGateway gateway, SessionId session, string? token, WireEncoding encoding, IViewerConnection viewer, ISharerConnection? sharer, string? secret) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What the answer to a refused call may be. All of it says no more than that one may not.</summary>
    private static readonly Reason[] Refusals =
        [Reason.UnknownOrForbidden, Reason.RoleTooLow, Reason.SignInRequired, Reason.AccessEnded, Reason.InvalidRequest];

    private long _typed;
    private long _edited;
    private long _draft;

    /// <summary>Comes, joined where a rule admits them.</summary>
    /// <param name="email">Null: without a sign-in.</param>
    /// <param name="secret">The link's; null: without.</param>
    public static async Task<Caller> Come(TestGateway gateway, SessionId session, string? email, string? secret = null, WireEncoding encoding = WireEncoding.MessagePack)
    {
        var token = email is null ? null : TokenOf(gateway, email);
        var transport = TransportOf(token, encoding);
        var viewer = await transport.ConnectViewer(gateway.Url, CancellationToken.None);
        var sharer = token is null ? null : await transport.ConnectSharer(gateway.Url, CancellationToken.None);
        var caller = new Caller(gateway, session, token, encoding, viewer, sharer, secret);
        await viewer.Join(caller.JoinRequest, CancellationToken.None);
        return caller;
    }

    /// <summary>As a person who was invited has it: who signs in by the key file runs the server, and is an operator.</summary>
    public static string TokenOf(TestGateway gateway, string email) =>
        gateway.Of<LocalIssuer>().SignIn(new UserIdentity($"local:{email}", email, email, null)).Token;

    private JoinRequest JoinRequest => new(WireLimits.ProtocolVersion, session, secret, null, null);

    /// <summary>Calls what a row of the table names. True: it was done; false: refused.</summary>
    public Task<bool> Call(string row) => row switch
    {
        "viewers: Join" => Join(),
        "viewers: Ask" => Ask(),
        "viewers: Watch" => FirstItem(),
        "viewers: Seen" => Unanswered(() => viewer.Seen(1, CancellationToken.None)),
        "viewers: Blocks" => Done(viewer.Blocks(new BlocksRequest(1, 10), CancellationToken.None), reply => reply.Refused),
        "viewers: Frames" => Done(viewer.Frames(new FramesRequest(0, 10, Keyframe: true), CancellationToken.None), reply => reply.Refused),
        "viewers: RequestRole" => RequestRole(),
        "viewers: CancelRequest" => Done(viewer.CancelRequest(CancellationToken.None), reply => reply.Refused),
        "viewers: Type" => Done(viewer.Type(new TypeRequest(++_typed, "x"u8.ToArray()), CancellationToken.None), reply => reply.Refused),
        "viewers: Resize" => Done(viewer.Resize(new ResizeRequest(new TerminalSize(90, 30)), CancellationToken.None), reply => reply.Refused),
        "viewers: ShowPresence" => Done(viewer.ShowPresence(new PresenceState(Typing: true), CancellationToken.None), reply => reply.Refused),
        "viewers: ReadDraft" => Done(viewer.ReadDraft(new ReadDraftRequest(null), CancellationToken.None), reply => reply.Refused),
        "viewers: EditDraft" => EditDraft(),
        "viewers: Run" => Run(),
        "viewers: HandBack" => HandBack(),
        "viewers: Leave" => Leave(),
        "sharers: Share" => Share(),
        "sharers: Control" => sharer is null ? No : ControlItem(),
        "sharers: Append" => Unanswered(() => sharer?.Append(Frames(), CancellationToken.None) ?? Task.CompletedTask),
        "sharers: ControlSeen" => Unanswered(() => sharer?.ControlSeen(1, CancellationToken.None) ?? Task.CompletedTask),
        "sharers: RunAnswered" => Unanswered(() => sharer?.RunAnswered(new RunAnswer(_draft, RunState.Ran), CancellationToken.None) ?? Task.CompletedTask),
        "sharers: HoldTyping" => Unanswered(() => sharer?.HoldTyping(true, CancellationToken.None) ?? Task.CompletedTask),
        "sharers: End" => sharer is null ? No : Done(sharer.End(new EndRequest(0, Reason.SharerStopped, null), CancellationToken.None), reply => reply.Refused),
        "people: Watch" => token is null ? No : People(),
        "POST api/sessions/{session}/access" => Change(),
        _ when row.Split(' ') is [var method, var route] => Http(method, route, null),
        _ => throw new InvalidOperationException($"Nobody knows how to call '{row}': add it to {nameof(Caller)}."),
    };

    /// <summary>Items of the stream until it ends, or until what is waited for.</summary>
    public async Task<List<WatchItem>> Watch(Predicate<WatchItem> last, CancellationToken cancellationToken)
    {
        var items = new List<WatchItem>();
        await foreach (var item in viewer.Watch(new WatchRequest(false, 0, null), cancellationToken))
        {
            items.Add(item);
            if (last(item))
                break;
        }

        return items;
    }

    /// <summary>The gateway has heard that this one is out: with the next signal, before the next frame.</summary>
    public async Task Out()
    {
        using var late = new CancellationTokenSource(Patience);
        (await Watch(item => item.Closed is not null, late.Token))[^1].Closed!.Reason.Should().Be(Reason.AccessEnded);
    }

    public async ValueTask DisposeAsync()
    {
        await viewer.DisposeAsync();
        if (sharer is not null)
            await sharer.DisposeAsync();
    }

    private static SignalRTransport TransportOf(string? token, WireEncoding encoding) => new(new SignalRTransportOptions { Token = _ => ValueTask.FromResult(token), Encoding = encoding });

    private static Task<bool> No => Task.FromResult(false);

    private static AppendRequest Frames() => new(1, 1, OneFrame.Of(1, "not mine"));

    /// <summary>What has no answer is called: that it did nothing is seen at the session.</summary>
    private static async Task<bool> Unanswered(Func<Task> call)
    {
        await call();
        return true;
    }

    private static async Task<bool> Done<T>(Task<T> call, Func<T, Refusal?> refused)
    {
        if (refused(await call.WaitAsync(Patience)) is not { } refusal)
            return true;
        Refusals.Should().Contain(refusal.Reason);
        return false;
    }

    private async Task<bool> Join()
    {
        await using var connection = await TransportOf(token, encoding).ConnectViewer(gateway.Url, CancellationToken.None);
        var joined = await Done(connection.Join(JoinRequest, CancellationToken.None), reply => reply.Refused);
        await connection.Leave(CancellationToken.None);
        return joined;
    }

    private async Task<bool> FirstItem()
    {
        using var enough = new CancellationTokenSource(Patience);
        var first = (await Watch(_ => true, enough.Token)).Single();
        if (first.Closed is not { } closed)
            return true;
        Refusals.Should().Contain(closed.Reason);
        return false;
    }

    private async Task<bool> EditDraft()
    {
        var draft = (await viewer.ReadDraft(new ReadDraftRequest(null), CancellationToken.None)).Draft;
        _draft = draft?.Number ?? 0;
        var edit = viewer.EditDraft(new EditDraftRequest(_draft, ++_edited, [new DraftChange(0, draft?.Text?.Length ?? 0, "true")]), CancellationToken.None);
        return await Done(edit, reply => reply.Refused);
    }

    /// <summary>What is in the draft, where one may put something there.</summary>
    private async Task<bool> Run()
    {
        await EditDraft();
        var reply = await viewer.Run(new RunRequest((await viewer.ReadDraft(new ReadDraftRequest(null), CancellationToken.None)).Draft?.Number ?? 0), CancellationToken.None);
        // The sharer's client has not answered one before: it was not refused for the role.
        return reply.Refused?.Reason == Reason.CommandRunning || await Done(Task.FromResult(reply), refused => refused.Refused);
    }

    private async Task<bool> Ask()
    {
        var asked = new AskRequest(WireLimits.ProtocolVersion, session, secret, Role.View, "0123456789012345678901");
        var first = await viewer.Ask(asked, CancellationToken.None).FirstOf(_ => true).WaitAsync(Patience);
        if (first.Refused is not { } refused)
            return true;
        Refusals.Should().Contain(refused.Reason);
        return false;
    }

    private async Task<bool> RequestRole()
    {
        var asked = await Done(viewer.RequestRole(new RoleRequest(Role.Edit), CancellationToken.None), reply => reply.Refused);
        await viewer.CancelRequest(CancellationToken.None);
        return asked;
    }

    private Task<bool> HandBack() => Done(viewer.HandBack(CancellationToken.None), reply => reply.Refused);

    private async Task<bool> Leave()
    {
        await using var another = await Come(gateway, session, null, secret, encoding);
        return await Unanswered(() => another.LeaveNow());
    }

    private Task LeaveNow() => viewer.Leave(CancellationToken.None);

    private Task<bool> Share() => sharer is null
        ? No
        : Done(sharer.Share(new ShareRequest(WireLimits.ProtocolVersion, session, 1, "mine now", new TerminalSize(80, 24), [], Role.None), CancellationToken.None), reply => reply.Refused);

    private async Task<bool> ControlItem()
    {
        var first = await sharer!.Control(new ControlRequest(0), CancellationToken.None).FirstOf(_ => true).WaitAsync(Patience);
        if (first.Refused is not { } refused)
            return true;
        Refusals.Should().Contain(refused.Reason);
        return false;
    }

    private async Task<bool> People()
    {
        await using var link = await TransportOf(token, encoding).Connect(gateway.Url, Hubs.Me.Path, CancellationToken.None);
        var first = await link.Stream<MeItem>(Hubs.Me.Watch, new MeRequest(WireLimits.ProtocolVersion), CancellationToken.None).FirstOf(_ => true).WaitAsync(Patience);
        return first.Present is not null;
    }

    /// <summary>Every kind of change, none of which changes what the caller may.</summary>
    private async Task<bool> Change()
    {
        AccessChange[] changes =
        [
            new() { Allow = new EmailRule("eve@example.com", Role.Manage) },
            new() { Team = new RoleRule(Role.None) },
            new() { Revoke = new WhoRule("eve@example.com") },
            new() { Remove = new WhoRule("eve@example.com") },
        ];
        var done = 0;
        foreach (var change in changes)
            done += await Http("POST", "api/sessions/{session}/access", change) ? 1 : 0;
        done.Should().BeOneOf(0, changes.Length);
        return done > 0;
    }

    private async Task<bool> Http(string method, string route, object? body)
    {
        var answer = await gateway.Send(new HttpMethod(method), route.Replace("{session}", session.ToString(), StringComparison.Ordinal), body, token);
        if (answer.IsSuccessStatusCode)
            return true;
        Refusals.Select(Answers.JsonNameOf).Should().Contain(answer.Headers.GetValues(HttpApi.ReasonHeader).Single());
        return false;
    }
}
