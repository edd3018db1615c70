using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// People with the link's secret who have no access and ask for it. In memory only: whoever asks holds a connection open, and asks again at the next activation.
/// <code>
/// standing ── a rule lets them in ──> granted
///    │└───── the sharer says no ────> refused
///    └────── the connection goes, or the person asks anew ──> gone
/// </code>
/// </summary>
internal sealed class Asks
{
    /// <summary>People who may ask at a time.</summary>
    public const int Most = 10;

    /// <summary>How often one person may ask in <see cref="Span"/>.</summary>
    public const int MostOfOne = 5;

    /// <summary>See <see cref="MostOfOne"/>.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>People whose asking is remembered; the oldest are forgotten.</summary>
    private const int MostRemembered = 1000;

    private readonly List<Ask> _standing = [];
    private readonly OrderedDictionary<string, (DateTimeOffset Since, int Count)> _asked = [];

    /// <summary>Who asks, in order.</summary>
    public IReadOnlyList<Ask> Standing => _standing;

    /// <summary>The one of that id that stands; null: none does.</summary>
    public Ask? Of(string id) => _standing.Find(ask => ask.Id == id);

    /// <summary>A person asks; what the person asked before is gone. Null: too often, or too many do.</summary>
    public Ask? Add(AskCall call, UserIdentity user, DateTimeOffset now)
    {
        // Over a lost connection the same one is asked again, which is no further time.
        var isSame = _standing.Exists(ask => ask.Id == call.Id && ask.User.User == user.User);
        if (!isSame && IsTooOften(user.User, now))
            return null;
        foreach (var before in _standing.Where(ask => ask.User.User == user.User || ask.Id == call.Id).ToArray())
            End(before, new AskOutcome(Role.None, RefusalValue.Of(Reason.NoAccess, "You asked again elsewhere.")));
        if (_standing.Count >= Most)
            return null;
        if (!isSame)
            Count(user.User, now);
        var asks = new Ask(call.Id, user, call.Role, call.Address);
        _standing.Add(asks);
        return asks;
    }

    /// <summary>It stands no more.</summary>
    public void End(Ask ask, AskOutcome outcome)
    {
        if (_standing.Remove(ask))
            ask.Outcome = outcome;
    }

    private bool IsTooOften(string user, DateTimeOffset now) => _asked.TryGetValue(user, out var asked) && now - asked.Since < Span && asked.Count >= MostOfOne;

    private void Count(string user, DateTimeOffset now)
    {
        var asked = _asked.TryGetValue(user, out var known) && now - known.Since < Span ? known : (Since: now, Count: 0);
        if (!_asked.ContainsKey(user) && _asked.Count >= MostRemembered)
            _asked.RemoveAt(0);
        _asked[user] = (asked.Since, asked.Count + 1);
    }
}

/// <summary>One person's asking.</summary>
internal sealed class Ask(string id, UserIdentity user, Role role, string? address)
{
    public string Id => id;

    public UserIdentity User => user;

    public Role Role => role;

    public string? Address => address;

    /// <summary>The secret that it was asked with is still the link's.</summary>
    public bool HoldsLink { get; set; } = true;

    /// <summary>Null while it stands.</summary>
    public AskOutcome? Outcome { get; set; }
}

/// <summary>How asking ended.</summary>
/// <param name="Role">What was granted; <see cref="Protocol.Role.None"/>: nothing.</param>
/// <param name="Refused">Why nothing was.</param>
internal sealed record AskOutcome(Role Role, RefusalValue? Refused);
