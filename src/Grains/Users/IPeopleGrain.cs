using SessionShare.Grains.Sessions;

namespace SessionShare.Grains.Users;

/// <summary>People of an organization who have shared, for its operators; and who was forgotten, by what can't be read back. The key is the organization.</summary>
[Alias("sessionshare.people")]
public interface IPeopleGrain : IGrainWithStringKey
{
    /// <summary>That person shares. Stored before it is answered, where it is new.</summary>
    [Alias("known")]
    Task Known(UserIdentity user);

    /// <summary>Everybody, by address.</summary>
    [Alias("all")]
    Task<PersonValue[]> All();

    /// <summary>Who signs in, or did, under an address.</summary>
    [Alias("of")]
    Task<PersonValue[]> Of(string email);

    /// <summary>Names nobody under that address any more; what the audit says of them from before stands under a pseudonym.</summary>
    /// <returns>The pseudonym.</returns>
    [Alias("forget")]
    Task<string> Forget(string email);

    /// <summary>Who was forgotten.</summary>
    [Alias("forgotten")]
    Task<ForgottenPeople> Forgotten();
}

/// <summary>A person.</summary>
[GenerateSerializer, Immutable, Alias("sessionshare.person")]
public sealed record PersonValue([property: Id(0)] string User, [property: Id(1)] string Email, [property: Id(2)] string Name);

/// <summary>Who was forgotten in an organization.</summary>
/// <param name="Salt">What addresses and user ids are hashed with.</param>
/// <param name="Marks">Each address and user id.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.forgotten-people")]
public sealed record ForgottenPeople([property: Id(0)] string Salt, [property: Id(1)] ForgottenMark[] Marks)
{
    /// <summary>When somebody was last forgotten; null: nobody was.</summary>
    public DateTimeOffset? Newest => Marks.Length == 0 ? null : Marks.Max(mark => mark.At);
}

/// <summary>One that was forgotten.</summary>
/// <param name="Hash">Of the address or the user id.</param>
/// <param name="Pseudonym">Stands in the place of address, user id and name.</param>
/// <param name="At">In what happened up to then.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.forgotten-mark")]
public sealed record ForgottenMark([property: Id(0)] string Hash, [property: Id(1)] string Pseudonym, [property: Id(2)] DateTimeOffset At);
