using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>One person who has access to a session, however many devices they are there with: GET api/sessions/{session}/people.</summary>
/// <param name="Person">Who.</param>
/// <param name="Role">The highest role of this person there; the sharer's own is not limited by it.</param>
/// <param name="Presence">Whether the person is there.</param>
/// <param name="Sharer">Whose terminal it is.</param>
/// <param name="Devices">How many of the person's devices are there or away: the sharer's terminal, and each participant. 0: none.</param>
/// <param name="Since">Since when the person is there, UTC; null where that is not known.</param>
/// <param name="Request">The role that the person asks for; null: none.</param>
/// <param name="Until">When the rule that invites the person ends; told of those who are not there, to those who may see rules.</param>
/// <param name="Participants">Ids of the person's participants, for changes of access.</param>
public sealed record PersonInSession(
    Person Person,
    Role Role,
    Presence Presence,
    bool Sharer,
    int Devices,
    DateTimeOffset? Since,
    Role? Request,
    DateTimeOffset? Until,
    IReadOnlyList<string> Participants)
{
    /// <summary>Nobody signed in: a name that was only claimed.</summary>
    public bool Guest => Person.Email is null;
}

/// <summary>Whether a person is there.</summary>
[JsonConverter(typeof(CamelCaseEnum<Presence>))]
public enum Presence
{
    /// <summary>Connected.</summary>
    Here,

    /// <summary>The connection is lost and may come back.</summary>
    Away,

    /// <summary>Invited by address; was there, and is not.</summary>
    Left,

    /// <summary>Invited by address; never was there.</summary>
    Invited,
}

/// <summary>An address that a session lets in.</summary>
/// <param name="Email">The address.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Until">When that ends; null: not by itself.</param>
/// <param name="Came">Whether somebody of that address ever was there.</param>
public sealed record InvitedAddress(string Email, Role Role, DateTimeOffset? Until, bool Came);

/// <summary>Everyone with access to a session, each person once. The one place where devices become people.</summary>
public static class People
{
    /// <summary>
    /// The sharer first, then who is here, who is away, and who is invited and not there. A guest is somebody else on each connection; whoever is signed in is known by address.
    /// </summary>
    /// <param name="roster">Who is there.</param>
    /// <param name="invited">Addresses that are let in; empty for who may not see them.</param>
    /// <param name="startedAt">When the session was first shared; null where that is not known.</param>
    public static IReadOnlyList<PersonInSession> Of(Roster roster, IReadOnlyList<InvitedAddress> invited, DateTimeOffset? startedAt = null)
    {
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(invited);
        var devices = roster.Participants.GroupBy(participant => participant.Person.Email?.ToLowerInvariant() ?? $"guest {participant.Id}").ToList();
        var sharer = roster.Sharer.Email?.ToLowerInvariant();
        var own = devices.Find(group => group.Key == sharer);
        var others = devices.Where(group => group != own).Select(Present).ToList();
        return
        [
            Sharer(roster, own?.ToList() ?? [], startedAt),
            .. others.Where(person => person.Presence == Presence.Here),
            .. others.Where(person => person.Presence == Presence.Away),
            .. Absent(invited, [.. devices.Select(group => group.Key), sharer]),
        ];
    }

    private static PersonInSession Sharer(Roster roster, List<Participant> own, DateTimeOffset? startedAt) => new(
        roster.Sharer,
        Role.Manage,
        roster.SharerState == SharerState.Connected || own.Exists(device => !device.Away) ? Presence.Here : Presence.Away,
        Sharer: true,
        own.Count + 1,
        startedAt,
        null,
        null,
        [.. own.Select(device => device.Id)]);

    private static PersonInSession Present(IEnumerable<Participant> group)
    {
        var devices = group.ToList();
        return new PersonInSession(
            devices[^1].Person,
            devices.Max(device => device.Role),
            devices.Exists(device => !device.Away) ? Presence.Here : Presence.Away,
            Sharer: false,
            devices.Count,
            devices.Min(device => device.Since),
            devices.Max(device => device.Request),
            null,
            [.. devices.Select(device => device.Id)]);
    }

    private static IEnumerable<PersonInSession> Absent(IReadOnlyList<InvitedAddress> invited, IReadOnlyList<string?> there) => invited
        .GroupBy(rule => rule.Email.ToLowerInvariant())
        .Where(rules => !there.Contains(rules.Key))
        .Select(rules => rules.MaxBy(rule => rule.Role)!)
        .Select(rule => new PersonInSession(new Person(rule.Email, rule.Email), rule.Role, rule.Came ? Presence.Left : Presence.Invited, Sharer: false, 0, null, null, rule.Until, []))
        .OrderBy(person => person.Presence);
}
