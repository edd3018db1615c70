using SessionShare.Grains.Audit;
using SessionShare.Grains.Due;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What a session must know after its grain has moved: small and structural. Frames and blocks are in the log.</summary>
[GenerateSerializer, Alias("sessionshare.session-state")]
public sealed class SessionState : IHasDue
{
    /// <summary>The name under which grain storage keeps it.</summary>
    public const string Name = "session";

    /// <summary>A live session whose sharer is connected says so in its stored state at least so often, or it is looked after.</summary>
    public static readonly TimeSpan LookedAfter = TimeSpan.FromMinutes(30);

    /// <summary>The sharer; null before the first share.</summary>
    [Id(0)] public UserIdentity? Owner { get; set; }

    [Id(1)] public string Title { get; set; } = "";

    /// <summary>When it was first shared, UTC.</summary>
    [Id(2)] public DateTimeOffset StartedAt { get; set; }

    /// <summary>Size at the start; the newest stands in the log.</summary>
    [Id(3)] public int Columns { get; set; }

    [Id(4)] public int Rows { get; set; }

    /// <summary>Every epoch with its first sequence, in order.</summary>
    [Id(5)] public List<EpochStart> Epochs { get; set; } = [];

    /// <summary>Names the newest connection of the sharer's client.</summary>
    [Id(6)] public long Attachment { get; set; }

    [Id(7)] public string LinkSecret { get; set; } = "";

    /// <summary>Role of anyone who holds the link secret.</summary>
    [Id(8)] public Role LinkRole { get; set; }

    [Id(9)] public List<EmailRuleValue> Allow { get; set; } = [];

    /// <summary>How it ended; null while it lives.</summary>
    [Id(10)] public EndedValue? Ended { get; set; }

    /// <summary>When it ended, UTC.</summary>
    [Id(11)] public DateTimeOffset EndedAt { get; set; }

    /// <summary>Whether the history of the ended session is deleted.</summary>
    [Id(12)] public bool Deleted { get; set; }

    /// <summary>Where keyframes are in the log; those above its end never became durable.</summary>
    [Id(13)] public List<KeyframeMark> Keyframes { get; set; } = [];

    /// <inheritdoc/>
    [Id(14)] public DateTimeOffset? NextDue { get; set; }

    /// <summary>When the sharer's connection was lost, UTC; null while it stands, and after a silo died with it.</summary>
    [Id(15)] public DateTimeOffset? SharerLostAt { get; set; }

    /// <summary>Who was in, so that another activation knows who comes back.</summary>
    [Id(16)] public List<KnownParticipant> Participants { get; set; } = [];

    /// <summary>How long the history stands behind the end; zero: only for those who read it out.</summary>
    [Id(17)] public TimeSpan Keep { get; set; }

    /// <summary>What happens when nothing does; zero: never.</summary>
    [Id(18)] public IdleRuleValue Idle { get; set; } = new(null, null);

    /// <summary>Whether the quota has heard of the end.</summary>
    [Id(19)] public bool EndTold { get; set; }

    /// <summary>When the link's rule ends, UTC; null: not by itself.</summary>
    [Id(20)] public DateTimeOffset? LinkUntil { get; set; }

    /// <summary>Role of the sharer's team.</summary>
    [Id(21)] public Role TeamRole { get; set; }

    /// <summary>When the team's rule ends, UTC; null: not by itself.</summary>
    [Id(22)] public DateTimeOffset? TeamUntil { get; set; }

    /// <summary>What the team's and the link's rule give these people at the most: <see cref="Role.View"/> once revoked, <see cref="Role.None"/> once removed.</summary>
    [Id(23)] public List<EmailRuleValue> Ceilings { get; set; } = [];

    /// <summary>Participants, guests, that were removed.</summary>
    [Id(24)] public List<string> BarredGuests { get; set; } = [];

    /// <summary>Addresses whose invitations name this session.</summary>
    [Id(25)] public List<string> Invited { get; set; } = [];

    /// <summary>What the audit is still to be told: stored with what it tells of.</summary>
    [Id(26)] public List<AuditValue> Audit { get; set; } = [];

    /// <summary>The newest block that the audit was told of; null in a session from before there was an audit.</summary>
    [Id(27)] public int? AuditedBlock { get; set; }

    /// <summary>The sharer's processes, the newest last.</summary>
    [Id(28)] public List<SharerProcessState> Processes { get; set; } = [];

    /// <summary>Addresses of people who were ever in, the newest last.</summary>
    [Id(30)] public List<string> Came { get; set; } = [];

    /// <summary>The draft as it was at most a second before; null: there was none yet.</summary>
    [Id(31)] public DraftState? Draft { get; set; }

    /// <summary>Whether the sharer agrees to each run; see <see cref="ShareRequest"/>.</summary>
    [Id(32)] public bool Approves { get; set; }
}

/// <summary>A process of the sharer's client.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Attempt">Its newest asking for the session.</param>
/// <param name="Epoch">The epoch that this gave it.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.sharer-process")]
public sealed record SharerProcessState([property: Id(0)] string Id, [property: Id(1)] long Attempt, [property: Id(2)] long Epoch);

/// <summary>A participant as an activation hands it to the next.</summary>
/// <param name="Id">Its id.</param>
/// <param name="SecretHash">SHA-256 of the secret that it comes back with, base64.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Address; null for a guest.</param>
/// <param name="Role">Its role.</param>
/// <param name="User">Who is signed in; null for a guest.</param>
/// <param name="Team">That person's team.</param>
/// <param name="HoldsLink">It came with the link's secret, which is still the link's.</param>
/// <param name="Own">What was granted to or taken from this guest.</param>
/// <param name="Request">The role that it asks for.</param>
/// <param name="Address">The IP address that it came from.</param>
/// <param name="Since">When it came in, UTC.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.known-participant")]
public sealed record KnownParticipant(
    [property: Id(0)] string Id,
    [property: Id(1)] string SecretHash,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Email,
    [property: Id(4)] Role Role,
    [property: Id(5)] string? User = null,
    [property: Id(6)] string? Team = null,
    [property: Id(7)] bool HoldsLink = false,
    [property: Id(8)] RoleRuleValue? Own = null,
    [property: Id(9)] Role Request = Role.None,
    [property: Id(10)] string? Address = null,
    [property: Id(11)] DateTimeOffset? Since = null);

/// <summary>An epoch and the sequence of its first frame.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.epoch-start")]
public sealed record EpochStart([property: Id(0)] long Epoch, [property: Id(1)] long First)
{
    /// <summary>
    /// The later epoch that began at or below what was seen up to (<paramref name="epoch"/>, <paramref name="sequence"/>) and so made its end void;
    /// null when all of it stands.
    /// </summary>
    public static EpochStart? Rewinding(IEnumerable<EpochStart> starts, long epoch, long sequence) =>
        starts.FirstOrDefault(start => start.Epoch > epoch && start.First <= sequence);

    /// <summary>The epoch to which a sequence belongs, by what is known; 0 when none has begun there.</summary>
    public static long At(IEnumerable<EpochStart> starts, long sequence) => starts.LastOrDefault(start => start.First <= sequence)?.Epoch ?? 0;
}
