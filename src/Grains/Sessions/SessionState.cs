using SessionShare.Grains.Due;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What a session must know after its grain has moved: small and structural. Frames and blocks are in the log.</summary>
[GenerateSerializer, Alias("sessionshare.session-state")]
public sealed class SessionState : IHasDue
{
    /// <summary>The name under which grain storage keeps it.</summary>
    public const string Name = "session";

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
}

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
}
