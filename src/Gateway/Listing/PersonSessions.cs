using SessionShare.Gateway.Hosts;
using SessionShare.Grains.Sessions;
using SessionShare.Grains.Users;
using SessionShare.Protocol;

namespace SessionShare.Gateway.Listing;

/// <summary>A person's sessions, own and shared with them, as their grains describe them to that person.</summary>
internal sealed class PersonSessions(IGrainFactory grains, LinkFactory links)
{
    /// <summary>The person's own.</summary>
    public async Task<MySession[]> Own(UserIdentity user)
    {
        var ids = await grains.Find<IUserGrain>(user.User).Sessions();
        return [.. (await Described(ids, user)).Select(pair => AsMine(pair.Id, pair.Session))];
    }

    /// <summary>Those of others that the person is invited to by address.</summary>
    public async Task<InvitedSession[]> Invited(UserIdentity user)
    {
        var ids = await grains.Find<IInvitationsGrain>(Invitations.KeyOf(user.Email)).Sessions();
        return [.. (await Described(ids, user)).Where(pair => pair.Session.Sharer.User != user.User).Select(pair => AsInvited(pair.Id, pair.Session))];
    }

    /// <summary>One session, as the person lists it: own or another's; neither where there is nothing to see.</summary>
    public async Task<(MySession? Mine, InvitedSession? Invited)> One(SessionId id, UserIdentity user) =>
        await grains.Find<ISessionGrain>(id.ToString()).Describe(user) is not { } session ? default
        : session.Sharer.User == user.User ? (AsMine(id, session), null)
        : (null, AsInvited(id, session));

    /// <summary>A session's title; empty for who may not see it.</summary>
    public async Task<string> TitleOf(SessionId id, UserIdentity user) => (await grains.Find<ISessionGrain>(id.ToString()).Describe(user))?.Title ?? "";

    private async Task<IEnumerable<(SessionId Id, SessionDescription Session)>> Described(string[] ids, UserIdentity user)
    {
        var described = await Task.WhenAll(ids.Select(id => grains.Find<ISessionGrain>(id).Describe(user)));
        return ids.Zip(described).Where(pair => pair.Second is not null).Select(pair => (SessionId.Parse(pair.First), pair.Second!));
    }

    private MySession AsMine(SessionId id, SessionDescription session) => new(
        id,
        session.Title,
        session.StartedAt,
        session.SharerState,
        session.Participants,
        session.Editors,
        session.Bytes,
        links.LinkFor(id, session.LinkSecret),
        session.EndedAt,
        session.Ended?.Reason,
        session.KeptUntil,
        session.Requests.Length == 0 ? null : [.. session.Requests.Select(request => request.ToWire())],
        session.Notice?.ToWire());

    private InvitedSession AsInvited(SessionId id, SessionDescription session) => new(
        id,
        session.Title,
        new Person(session.Sharer.Name, session.Sharer.Email),
        session.Role,
        session.StartedAt,
        links.LinkFor(id, null),
        session.EndedAt);
}
