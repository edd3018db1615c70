using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>Who is in the session.</summary>
/// <param name="Sharer">The person whose terminal it is.</param>
/// <param name="SharerState">Whether the sharer's client is connected.</param>
/// <param name="Participants">Everyone else, in order of joining.</param>
/// <param name="Asking">Who asks to be let in; told to the sharer alone. Null: nobody, or not told.</param>
/// <param name="Approves">The sharer agrees to each run, and others' keys reach only a program that the sharer releases.</param>
public sealed record Roster(Person Sharer, SharerState SharerState, IReadOnlyList<Participant> Participants, IReadOnlyList<AskedRole>? Asking = null, bool Approves = false)
{
    /// <summary>Whether a person is the sharer, on whatever device. Never a guest: anybody can claim a name.</summary>
    public bool IsSharer(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Email is not null && string.Equals(person.Email, Sharer.Email, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Value equality, member by member of the lists.</summary>
    public bool Equals(Roster? other) =>
        other is not null && Sharer == other.Sharer && SharerState == other.SharerState && Approves == other.Approves && Participants.SequenceEqual(other.Participants) && (Asking ?? []).SequenceEqual(other.Asking ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sharer, SharerState, Participants.Count);
}

/// <summary>A person as others see them.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Email">Address; null for a guest.</param>
public sealed record Person(string Name, string? Email)
{
    /// <summary>What stands for the person where there is no room for a name.</summary>
    public Avatar Avatar => Avatar.Of(this);
}

/// <summary>One connection of a person.</summary>
/// <param name="Id">Names the participant in the session.</param>
/// <param name="Person">Who it is.</param>
/// <param name="Role">The role of this moment.</param>
/// <param name="Away">The connection is lost and may come back.</param>
/// <param name="Size">Of an editor's own terminal, where their client told it; else null.</param>
/// <param name="Request">The role that it asks for; null when it asks for none.</param>
/// <param name="Since">When it came in, UTC; null where that is not known.</param>
public sealed record Participant(string Id, Person Person, Role Role, bool Away, TerminalSize? Size = null, Role? Request = null, DateTimeOffset? Since = null)
{
    /// <summary>Nobody signed in: a name that was only claimed.</summary>
    public bool Guest => Person.Email is null;
}

/// <summary>The sharer's side of a session.</summary>
[JsonConverter(typeof(CamelCaseEnum<SharerState>))]
public enum SharerState
{
    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Lost, and waited for.</summary>
    Reconnecting,
}
