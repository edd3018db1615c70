namespace SessionShare.Grains.Sessions;

/// <summary>
/// What happens in a session in which nothing does. Each step is announced before it is taken, and activity of anyone, output included, takes the announcement
/// back:
/// <code>
/// active ── time less the warning ──> announced ── the warning ──> the others' right to edit lapses; or the session ends
///    ▲                                    │
///    └───────────── activity ─────────────┘
/// </code>
/// </summary>
/// <param name="edit">Time until the others' right to edit lapses; zero: never.</param>
/// <param name="end">Time until the session ends; zero: never.</param>
/// <param name="now">Idleness counts from here.</param>
internal sealed class Idleness(TimeSpan edit, TimeSpan end, DateTimeOffset now)
{
    private static readonly TimeSpan LongestWarning = TimeSpan.FromMinutes(5);

    /// <summary>Until when all steps were looked at: one behind it is still to be taken, however late it is by now.</summary>
    private DateTimeOffset _passedAt = now;

    /// <summary>Time until the others' right to edit lapses; zero: never.</summary>
    public TimeSpan Edit => edit;

    /// <summary>Time until the session ends; zero: never.</summary>
    public TimeSpan End => end;

    /// <summary>When something last happened.</summary>
    public DateTimeOffset ActiveAt { get; private set; } = now;

    /// <summary>All steps up to then are looked at.</summary>
    public void Passed(DateTimeOffset at) => _passedAt = at;

    /// <summary>Something happens.</summary>
    public void Active(DateTimeOffset at) => ActiveAt = at;

    /// <summary>How the right to edit stands, if anyone has it.</summary>
    public IdleStep EditStep(DateTimeOffset at) => StepOf(edit, at);

    /// <summary>How the session's life stands.</summary>
    public IdleStep EndStep(DateTimeOffset at) => StepOf(end, at);

    /// <summary>When the next step is due, announcements included, maybe in the past; null when never.</summary>
    public DateTimeOffset? NextDue(bool mayLapse)
    {
        DateTimeOffset?[] steps = [.. mayLapse ? StepsOf(edit) : [], .. StepsOf(end)];
        return steps.Where(step => step > _passedAt).Min();
    }

    /// <summary>How long before a step it is announced.</summary>
    public static TimeSpan WarningOf(TimeSpan limit) => limit / 4 < LongestWarning ? limit / 4 : LongestWarning;

    private IdleStep StepOf(TimeSpan limit, DateTimeOffset at) =>
        limit == TimeSpan.Zero || at < ActiveAt + limit - WarningOf(limit) ? IdleStep.None : at < ActiveAt + limit ? IdleStep.Announced : IdleStep.Due;

    private DateTimeOffset?[] StepsOf(TimeSpan limit) => limit == TimeSpan.Zero ? [] : [ActiveAt + limit - WarningOf(limit), ActiveAt + limit];
}

/// <summary>How far idleness has come.</summary>
internal enum IdleStep
{
    /// <summary>Nothing is said yet.</summary>
    None,

    /// <summary>It is announced.</summary>
    Announced,

    /// <summary>It is time.</summary>
    Due,
}
