using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.Servers;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell.Channel;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>The shares of one shell, one at a time, each a session of its own. From any thread.</summary>
internal sealed class ShellShares : IAsyncDisposable
{
    private const string NotShared = "○ not shared";

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _changing = new();
    private readonly List<Task> _after = [];
    private readonly ShellLog _log;
    private readonly PseudoTerminal _program;
    private readonly OwnScreen _screen;
    private readonly ServerChoice _choice;
    private readonly string _prefix;
    private readonly Hands _hands;
    private readonly Redaction _redaction;
    private readonly Surroundings _surroundings;
    private readonly TitleBoard _board;
    private volatile ShellSharing? _current;
    private (ShellSharing Of, ShareMenu Menu)? _menu;

    /// <param name="screen">Shows a state, and what opens over the shell.</param>
    /// <param name="choice">The server that the shell was started with.</param>
    /// <param name="hands">Who types here.</param>
    /// <param name="redaction">What of title and draft others may read.</param>
    public ShellShares(ShellLog log, PseudoTerminal program, OwnScreen screen, ServerChoice choice, string prefix, Hands hands, Redaction redaction, Surroundings surroundings)
    {
        (_log, _program, _screen, _choice, _prefix, _hands, _redaction, _surroundings) = (log, program, screen, choice, prefix, hands, redaction, surroundings);
        _board = new TitleBoard(state => Show(screen.Title, state), surroundings.Time, screen.Line is { } line ? state => Show(line, state) : null);
        _board.State(NotShared, $"\e[90m{NotShared} · {prefix} shares");
    }

    /// <summary>Null: the shell is not shared.</summary>
    public ShellSharing? Current => _current;

    /// <summary>Called when others' windows may ask for another size of the shell's terminal.</summary>
    public Action? FollowEditors { get; set; }

    /// <summary>Shares the shell. Throws as ShellSharing's Begin does.</summary>
    public async Task<ShellSharing> Begin(ShareAsk ask, StartPoint point, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _oneAtATime.WaitAsync(either.Token);
        try
        {
            if (_current is { } shared)
                throw new CliFailure(Reasons.Exit.Failed, $"This shell is shared already, at {shared.Link}");
            var sharing = await ShellSharing.Begin(ask, point, _choice, _log, _program, _hands, _screen, () => FollowEditors?.Invoke(), _redaction, _surroundings, either.Token);
            _current = sharing;
            FollowEditors?.Invoke();
            After(Close(sharing));
            return sharing;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Shares the shell for the picker; what becomes of it stands in the title.</summary>
    public void BeginSoon(StartPoint point, Role link) => After(BeginQuietly(point, link));

    /// <summary>Bytes that the server takes of one session, asked of the server that would be used; null: it doesn't say.</summary>
    public async Task<long?> Limit(ShareAsk? ask, CancellationToken cancellationToken)
    {
        using var server = await ShellServer.Use(ask ?? Plain(Role.None), _choice, _surroundings, cancellationToken);
        try
        {
            return (await server.Gateway.Ask(api => api.Limits(cancellationToken))).SessionBytes;
        }
        catch (Exception fault) when (Failed.Of(fault) is not null)
        {
            // What is wrong is said when the shell is shared.
            return null;
        }
    }

    /// <summary>What the first share to the server has to tell; empty: it was told. Asking means that it is being told.</summary>
    public IReadOnlyList<string> Notice()
    {
        var first = new FirstShare(_surroundings.Home, _choice);
        return first.IsDue ? [.. first.Lines()] : [];
    }

    /// <summary>Takes the key after the prefix key, while the shell is shared; true: the next one is for it, too.</summary>
    public bool Choose(byte key)
    {
        return Menu?.Choose(key) == true;
    }

    /// <summary>Nothing followed the prefix key for a while.</summary>
    public void Hesitate() => Menu?.Hesitate();

    private ShareMenu? Menu
    {
        get
        {
            if (_current is not { } sharing)
                return null;
            if (_menu?.Of != sharing)
                _menu = (sharing, sharing.Menu(_prefix, () => sharing.End(Reason.SharerStopped, null)));
            return _menu.Value.Menu;
        }
    }

    /// <summary>The shell has ended: what is shared ends with it.</summary>
    public async Task End(Reason reason, int? exitCode)
    {
        if (_current is { } sharing)
            await sharing.End(reason, exitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task[] after;
        lock (_changing)
            after = [.. _after];
        await Task.WhenAll(after);
        _board.Dispose();
        _closing.Dispose();
        _oneAtATime.Dispose();
    }

    private static ShareAsk Plain(Role link) => new(null, null, null, [], link, null, false);

    private async Task BeginQuietly(StartPoint point, Role link)
    {
        await Task.Yield();
        _board.Answer("sharing...");
        try
        {
            new FirstShare(_surroundings.Home, _choice).Told();
            await Begin(Plain(link), point, CancellationToken.None);
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            _board.Answer($"{NotShared}: {Printable.Text(failed.Text)}");
        }
        catch (OperationCanceledException)
        {
            // The shell has ended.
        }
    }

    private async Task Close(ShellSharing sharing)
    {
        await sharing.Over;
        _log.Unshare();
        _current = null;
        FollowEditors?.Invoke();
        await sharing.DisposeAsync();
    }

    private void After(Task task)
    {
        lock (_changing)
        {
            _after.RemoveAll(done => done.IsCompletedSuccessfully);
            _after.Add(task);
        }
    }

    /// <summary>While the shell is shared, the title is the share's.</summary>
    private void Show(Action<string> show, string state)
    {
        if (_current is null)
            show(state);
    }
}
