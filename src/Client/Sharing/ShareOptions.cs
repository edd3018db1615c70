using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What is shared, where and how.</summary>
public sealed class ShareOptions
{
    /// <summary>Gateways of one cluster, at least one; tried in turn.</summary>
    public required IReadOnlyList<Uri> Servers { get; init; }

    /// <summary>The session: a new id (<see cref="SessionId.Of"/> of 16 random bytes), or one of this person's to go on with.</summary>
    public required SessionId Session { get; init; }

    /// <summary>At most <see cref="WireLimits.TitleLength"/> characters, cut beyond; used when the session is new.</summary>
    public string Title { get; init; } = "";

    /// <summary>The terminal's size at the start; used when the session is new.</summary>
    public TerminalSize Size { get; init; } = new(80, 24);

    /// <summary>People let in; used when the session is new.</summary>
    public IReadOnlyList<EmailRule> Allow { get; init; } = [];

    /// <summary>Role of anyone with the link; used when the session is new.</summary>
    public Role Link { get; init; } = Role.None;

    /// <summary>When the link's rule ends, from now on; null: not by itself. Used when the session is new.</summary>
    public TimeSpan? LinkFor { get; init; }

    /// <summary>Role of the sharer's team; used when the session is new.</summary>
    public Role Team { get; init; } = Role.None;

    /// <summary>When the team's rule ends, from now on; null: not by itself. Used when the session is new.</summary>
    public TimeSpan? TeamFor { get; init; }

    /// <summary>How long the history stands behind the session's end; null: only for those who read it out. Used when the session is new.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>What happens when nothing does; null: as the server has it. Used when the session is new.</summary>
    public IdleRule? Idle { get; init; }

    /// <summary>The sharer agrees to each run, and others' keys reach only a program that the sharer releases: everyone in the session is told.</summary>
    public bool Approves { get; init; }

    /// <summary>Only go on with a session that is there, under its next epoch; one that is unknown is refused.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// When the session was first shared, UTC: frames carry microseconds since then. Null: now. Give the saved value when
    /// going on with a session, so that its times go on too.
    /// </summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Of the process that shares with these options: sharing with them again, after a failure, is its next attempt.</summary>
    internal ShareAttempts Attempts { get; } = new();

    /// <summary>How long one attempt to connect and to share may take before the next address is tried. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="SharedSession.End"/> waits for the end to be durable. Default 10 s.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Spreads reconnects. Used by the session alone.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Where the session's log goes. Default: nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
