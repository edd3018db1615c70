using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>What is watched, and how.</summary>
public sealed class WatchOptions
{
    /// <summary>Gateways of one cluster, at least one; tried in turn. For a link: its <see cref="SessionLink.Server"/>.</summary>
    public required IReadOnlyList<Uri> Servers { get; init; }

    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The secret of the link, where one is held.</summary>
    public string? LinkSecret { get; init; }

    /// <summary>A guest's chosen name, at most <see cref="WireLimits.NameLength"/> characters; ignored for who is signed in.</summary>
    public string? Name { get; init; }

    /// <summary>True: only durable frames, none ever left out, nothing ever taken back. False: frames as soon as the session has them.</summary>
    public bool Recorder { get; init; }

    /// <summary>Where to start. Default: everything.</summary>
    public WatchFrom From { get; init; } = WatchFrom.Start;

    /// <summary>False: <see cref="WatchedSession.Type"/> refuses at once, whatever the role. Default true.</summary>
    public bool MayType { get; init; } = true;

    /// <summary>
    /// True: this viewer is told what others show, the draft and its runs, and may take part (<see cref="WatchedSession.Show"/>, <see cref="WatchedSession.Draft"/>,
    /// <see cref="WatchedSession.Run"/>). Not with <see cref="Recorder"/>. Default false.
    /// </summary>
    public bool Together { get; init; }

    /// <summary>How long one attempt to connect and join may take before the next address is tried. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to try to connect again before giving up. Default 2 min; a recorder may want longer.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Spreads reconnects. Used by the session alone.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Where the session's log goes. Default: nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
