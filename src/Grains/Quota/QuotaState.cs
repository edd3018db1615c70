namespace SessionShare.Grains.Quota;

/// <summary>What is stored of one user's quota.</summary>
[GenerateSerializer, Alias("sessionshare.quota-state")]
public sealed class QuotaState
{
    /// <summary>The UTC day that <see cref="Leases"/> is of, as <see cref="DateOnly.DayNumber"/>.</summary>
    [Id(0)] public int Day { get; set; }

    /// <summary>By session: what it used and may use on that day.</summary>
    [Id(1)] public Dictionary<string, SessionLease> Leases { get; set; } = [];

    /// <summary>The newest of the sessions ever shared, so that none is counted twice.</summary>
    [Id(2)] public List<string> Started { get; set; } = [];

    /// <summary>The user's sessions, as they were listed here before there was a <see cref="Users.IUserGrain"/>. Nothing is added any more.</summary>
    [Id(3)] public List<string> Sessions { get; set; } = [];

    /// <summary>How many sessions were ever shared.</summary>
    [Id(4)] public long StartedCount { get; set; }

    /// <summary>The plan that an operator gave; null: what the settings say.</summary>
    [Id(5)] public string? Plan { get; set; }
}

/// <summary>Payload bytes of one session on one day: committed, and allowed in all.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.session-lease")]
public sealed record SessionLease([property: Id(0)] long Used, [property: Id(1)] long Allowed);
