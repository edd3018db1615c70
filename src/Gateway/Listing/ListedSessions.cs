using SessionShare.Protocol;

namespace SessionShare.Gateway.Listing;

/// <summary>
/// What one person lists, with numbers that say which change of it is the newest: whoever was told up to a number hears what came behind. Immutable: a reader looks at one state of it.
/// </summary>
/// <param name="Entries">By session, in the order in which they were listed.</param>
/// <param name="Answers">The newest answers to requests.</param>
/// <param name="Version">Number of the newest change.</param>
internal sealed record ListedSessions(IReadOnlyList<ListedSessions.Entry> Entries, IReadOnlyList<ListedSessions.Answer> Answers, long Version)
{
    /// <summary>Answers kept for who has not heard of them yet.</summary>
    public const int MostAnswers = 32;

    /// <summary>Nothing is known yet.</summary>
    public static readonly ListedSessions None = new([], [], 0);

    /// <summary>All that a person has, as read anew.</summary>
    public ListedSessions With(IEnumerable<MySession> own, IEnumerable<InvitedSession> invited) => this with
    {
        Entries = [.. own.Select(session => new Entry(session.Session, session, null, Version + 1)), .. invited.Select(session => new Entry(session.Session, null, session, Version + 1))],
        Version = Version + 1,
    };

    /// <summary>One session as it is now; neither: it is listed no more.</summary>
    public ListedSessions With(SessionId id, MySession? mine, InvitedSession? invited)
    {
        if (Entries.FirstOrDefault(entry => entry.Id == id) is { } known && AreSame(known.Mine, mine) && known.Invited == invited)
            return this;
        var now = new Entry(id, mine, invited, Version + 1);
        var isListed = mine is not null || invited is not null;
        return this with
        {
            Entries = isListed && Has(id) ? [.. Entries.Select(entry => entry.Id == id ? now : entry)]
                : isListed ? [.. Entries, now]
                : [.. Entries.Where(entry => entry.Id != id)],
            Version = Version + 1,
        };
    }

    /// <summary>A request was answered.</summary>
    public ListedSessions With(AnsweredRequest answer) =>
        this with { Answers = [.. Answers.Append(new Answer(answer, Version + 1)).TakeLast(MostAnswers)], Version = Version + 1 };

    /// <summary>Whether the session is listed.</summary>
    public bool Has(SessionId id) => Entries.Any(entry => entry.Id == id);

    /// <summary>All of it.</summary>
    public MeItem Present() => new()
    {
        Present = new MySessions(
            [.. Entries.Select(entry => entry.Mine).OfType<MySession>()],
            [.. Entries.Select(entry => entry.Invited).OfType<InvitedSession>()]),
    };

    /// <summary>What is news to whoever was told <paramref name="told"/>.</summary>
    public IEnumerable<MeItem> Since(ListedSessions told)
    {
        var now = Entries.Select(entry => entry.Id).ToHashSet();
        foreach (var gone in told.Entries.Where(entry => !now.Contains(entry.Id)))
            yield return new MeItem { Gone = gone.Id };
        foreach (var entry in Entries.Where(entry => entry.Version > told.Version))
            yield return new MeItem { Session = entry.Mine, Invitation = entry.Invited };
        foreach (var answer in Answers.Where(answer => answer.Version > told.Version))
            yield return new MeItem { Answered = answer.What };
    }

    private static bool AreSame(MySession? one, MySession? other) =>
        one is null || other is null
            ? one == other
            : one with { Requests = null } == other with { Requests = null } && (one.Requests ?? []).SequenceEqual(other.Requests ?? []);

    /// <summary>One session in the list.</summary>
    internal sealed record Entry(SessionId Id, MySession? Mine, InvitedSession? Invited, long Version);

    /// <summary>One answer.</summary>
    internal sealed record Answer(AnsweredRequest What, long Version);
}
