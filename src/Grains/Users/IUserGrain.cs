using Orleans.Concurrency;
using SessionShare.Protocol;

namespace SessionShare.Grains.Users;

/// <summary>
/// What one person has: the sessions that the person shares, and, by asking <see cref="IInvitationsGrain"/>, those that others share with the person's address. The key is the user
/// id. Hints go to whoever watches: a hint says to look again, it is not the truth.
/// </summary>
[Alias("sessionshare.user-grain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The person begins to share a session.</summary>
    [Alias("add")]
    Task Add(string session);

    /// <summary>Nothing is left of it.</summary>
    [Alias("remove")]
    Task Remove(string session);

    /// <summary>Ids of the sessions that the person shares, live or with their history kept, oldest first.</summary>
    [Alias("sessions")]
    Task<string[]> Sessions();

    /// <summary>Something that the person sees has changed. Comes from other grains, at any time, and waits for nothing.</summary>
    [AlwaysInterleave]
    [Alias("hint")]
    Task Hint(UserHint hint);

    /// <summary>
    /// Hints as they come, for one gateway. The first is <see cref="HintKind.Everything"/>; ends with <see cref="HintKind.Moved"/>: watch again, another activation answers. A
    /// reader that is slow gets what it has missed as fewer hints.
    /// </summary>
    /// <param name="gateway">Names the gateway.</param>
    /// <param name="email">The person's verified address: hints to it come here, too, from now on.</param>
    [Alias("watch")]
    IAsyncEnumerable<UserHint> Watch(string gateway, string email, CancellationToken cancellationToken = default);
}

/// <summary>What to look at again.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Session">Which session; empty where it is none.</param>
/// <param name="Role">With <see cref="HintKind.Answered"/>: the role that the person has now.</param>
/// <param name="Granted">With <see cref="HintKind.Answered"/>: the request was granted, else it was refused.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.user-hint")]
public sealed record UserHint(
    [property: Id(0)] HintKind Kind,
    [property: Id(1)] string Session = "",
    [property: Id(2)] Role Role = Role.None,
    [property: Id(3)] bool Granted = false);

/// <summary>Why to look again.</summary>
public enum HintKind
{
    /// <summary>Both lists and all in them: at the start, and where more was missed than is remembered.</summary>
    Everything = 0,

    /// <summary>The session is in one of the lists now.</summary>
    Listed,

    /// <summary>What the list shows of the session has changed.</summary>
    Changed,

    /// <summary>The session is in neither list any more.</summary>
    Gone,

    /// <summary>Someone answered the person's request for a role in the session.</summary>
    Answered,

    /// <summary>The last hint of this activation.</summary>
    Moved,
}
