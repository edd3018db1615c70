using System.Security.Cryptography;
using SessionShare.Cli.Access;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Drafting;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sessions;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>One time that a shell is shared: its session, from the chosen point until sharing ends.</summary>
internal sealed class ShellSharing : IAsyncDisposable
{
    private static readonly Roster Nobody = new(new Person("", null), SharerState.Connected, []);

    private readonly CancellationTokenSource _done = new();
    private readonly TaskCompletionSource<ShareEnd> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ShellServer _server;
    private readonly SharedSession _session;
    private readonly ServerCare _care;
    private readonly SessionFeed _feed;
    private readonly TypingDoor _door;
    private readonly RunDoor _runs;
    private readonly SessionWatch _watch;
    private readonly IDisposable _memory;
    private readonly OwnScreen _screen;
    private readonly OwnDraft _draft;
    private readonly TypingHold _hold;
    private Task _following = Task.CompletedTask;
    private Task _invitations = Task.CompletedTask;

    private ShellSharing(
        ShareAsk ask, ShellServer server, SharedSession session, IDisposable memory, PseudoTerminal program, Hands hands, OwnScreen screen, Action rosterChanged, Redaction redaction, Surroundings surroundings)
    {
        var time = surroundings.Time;
        (Ask, _server, _session, _memory, _screen) = (ask, server, session, memory, screen);
        _care = new ServerCare(server.Embedded, time);
        _feed = new SessionFeed(session);
        Status = new ShareStatus(screen.Title, session.Roster, time, screen.Line) { IsSilent = surroundings.IsQuiet };
        _draft = OwnDraft.Of(session.Id, server.Gateway, screen.Panels!, Status, redaction, surroundings);
        Approval = ask.Approve ? new Approval(hands.Line) : null;
        _door = new TypingDoor(() => _over.Task.IsCompleted ? Nobody : session.Roster, hands, bytes => program.Write(bytes.Span), () => _feed.IsPaused, Approval);
        _runs = new RunDoor(() => _over.Task.IsCompleted ? Nobody : session.Roster, hands, bytes => program.Write(bytes.Span), session.RunAnswered, Status, () => _feed.IsPaused, Approval, time);
        _hold = new TypingHold(Approval, () => _feed.IsPaused, session.HoldTyping);
        _hold.Look();
        _watch = new SessionWatch(session, _feed, _door, Status, new QuietReport(end => _over.TrySetResult(end)), _care, memory.Dispose, rosterChanged, _runs);
    }

    /// <summary>As it was asked for.</summary>
    public ShareAsk Ask { get; }

    public SessionId Id => _session.Id;

    public string Link => _session.Link;

    public ShareStatus Status { get; }

    /// <summary>Asked before others run or type; null: they just do.</summary>
    public Approval? Approval { get; }

    /// <summary>What follows the prefix key.</summary>
    public ShareMenu Menu(string prefix, Action end)
    {
        var control = new ControlKeys(Id, _server.Gateway, Status, _door);
        var desk = new ShareDesk(prefix, Id, () => Link, () => _session.Roster, _server.Gateway, _screen.Panels!, _draft, Status, control, _feed, _screen.Copy);
        return new ShareMenu(prefix, () => Link, Status, control, desk, end, Approval, _hold);
    }

    /// <summary>Whose windows the shell's terminal should fit; null: nobody's.</summary>
    public Roster? Followed => Ask.FollowEditors && !_over.Task.IsCompleted ? _session.Roster : null;

    /// <summary>Completes when nothing is shared any more.</summary>
    public Task<ShareEnd> Over => _over.Task;

    /// <summary>Shares a shell from a point on.</summary>
    /// <param name="own">The server that the process around the shell was started with.</param>
    /// <exception cref="CliFailure">Not from that point; or the server can't be used.</exception>
    /// <exception cref="RefusedException">The server refuses.</exception>
    /// <exception cref="ServerUnreachableException">No server answers.</exception>
    public static async Task<ShellSharing> Begin(
        ShareAsk ask, StartPoint point, ServerChoice own, ShellLog log, PseudoTerminal program, Hands hands, OwnScreen screen, Action rosterChanged, Redaction redaction, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (at, size, whyNot) = log.Look(point, null);
        if (whyNot is not null)
            throw new CliFailure(Reasons.Exit.Failed, whyNot);
        var server = await ShellServer.Use(ask, own, surroundings, cancellationToken);
        try
        {
            var startedAt = surroundings.Time.GetUtcNow() - (log.Now - at);
            var options = Options(ask, size, startedAt, server, redaction, surroundings);
            var session = await server.Gateway.Call(() => SharedSession.Share(server.Gateway.Transport(surroundings), options, cancellationToken));
            var memory = surroundings.Home.Shares.Remember(session.Id, options.Title, server.Embedded is null ? options.Servers : null, surroundings.Time.GetUtcNow(), ask.Approve);
            var sharing = new ShellSharing(ask, server, session, memory, program, hands, screen, rosterChanged, redaction, surroundings);
            await sharing.Begin(log, point, at, surroundings);
            return sharing;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Ends sharing, unless that has begun. Done once everything is stored, or known not to be.</summary>
    public Task End(Reason reason, int? exitCode) => _watch.End(reason, exitCode);

    /// <summary>Once it is over, and the program has ended or no longer takes input.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _draft.DisposeAsync();
        await _following;
        await _runs.DisposeAsync();
        await _invitations;
        await _session.DisposeAsync();
        _memory.Dispose();
        await _care.DisposeAsync();
        _server.Dispose();
        Status.Dispose();
        _done.Dispose();
        // The last input of others may still wait for a program that does not read.
        await Task.Factory.StartNew(_door.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private async Task Begin(ShellLog log, StartPoint point, TimeSpan at, Surroundings surroundings)
    {
        _door.Open();
        _following = _watch.Follow(_done.Token);
        _invitations = new SharedWithMe(_server.Gateway, surroundings, invited => Status.Answer(SharedWithMe.Sentence(invited))).Follow(_done.Token);
        if (log.Share(point, _feed, at, _session.Limits.SessionBytes) is not { } whyNot)
            return;
        await End(Reason.SharerStopped, null);
        await DisposeAsync();
        throw new CliFailure(Reasons.Exit.Limit, whyNot);
    }

    private static ShareOptions Options(ShareAsk ask, Protocol.TerminalSize size, DateTimeOffset startedAt, ShellServer server, Redaction redaction, Surroundings surroundings) => new()
    {
        Servers = server.Gateway.Addresses,
        Session = SessionId.Of(RandomNumberGenerator.GetBytes(16)),
        Title = Printable.Text(redaction.Text(ask.Title ?? $"{Environment.UserName}@{Environment.MachineName}"), WireLimits.TitleLength),
        Size = size,
        Allow = ask.Allow,
        Link = ask.Link,
        LinkFor = ask.For,
        Team = ask.Team,
        TeamFor = ask.For,
        Keep = ask.Keep,
        Idle = ask.Idle,
        Approves = ask.Approve,
        StartedAt = startedAt,
        TimeProvider = surroundings.Time,
    };
}
