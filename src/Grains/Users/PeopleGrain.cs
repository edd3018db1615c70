using System.Security.Cryptography;
using System.Text;
using SessionShare.Grains.Audit;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Grains.Users;

/// <summary>Keeps who has shared in an organization, and who was forgotten; every change is stored before it is answered.</summary>
internal sealed class PeopleGrain([PersistentState("people", "users")] IPersistentState<PeopleState> state, RandomNumberGenerator random, TimeProvider time) : Grain, IPeopleGrain
{
    public Task Known(UserIdentity user)
    {
        var person = new PersonValue(user.User, user.Email, user.Name);
        if (state.State.People.GetValueOrDefault(user.User) == person)
            return Task.CompletedTask;
        state.State.People[user.User] = person;
        return Store();
    }

    public Task<PersonValue[]> All() => Task.FromResult(state.State.People.Values.OrderBy(person => person.Email, StringComparer.OrdinalIgnoreCase).ToArray());

    public Task<PersonValue[]> Of(string email) => Task.FromResult(Under(email));

    public async Task<string> Forget(string email)
    {
        if (state.State.Salt.Length == 0)
            state.State.Salt = Base62.New(random);
        var (pseudonym, now, gone) = ($"forgotten-{Base62.New(random)[..8]}", time.GetUtcNow(), Under(email));
        foreach (var who in gone.Select(person => person.User).Append(email))
        {
            var hash = Forgetting.HashOf(state.State.Salt, who);
            state.State.Forgotten.RemoveAll(mark => mark.Hash == hash);
            state.State.Forgotten.Add(new ForgottenMark(hash, pseudonym, now));
        }

        foreach (var person in gone)
            state.State.People.Remove(person.User);
        await Store();
        return pseudonym;
    }

    public Task<ForgottenPeople> Forgotten() => Task.FromResult(new ForgottenPeople(state.State.Salt, [.. state.State.Forgotten]));

    private PersonValue[] Under(string email) => [.. state.State.People.Values.Where(person => AccessRules.Same(person.Email, email)).OrderBy(person => person.User, StringComparer.Ordinal)];

    private async Task Store()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory and not stored must answer nobody.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What is stored of an organization's people.</summary>
[GenerateSerializer, Alias("sessionshare.people-state")]
public sealed class PeopleState
{
    /// <summary>By user id.</summary>
    [Id(0)] public Dictionary<string, PersonValue> People { get; set; } = [];

    /// <summary>Addresses and user ids that were forgotten.</summary>
    [Id(1)] public List<ForgottenMark> Forgotten { get; set; } = [];

    /// <summary>What is hashed with them.</summary>
    [Id(2)] public string Salt { get; set; } = "";
}

/// <summary>Puts pseudonyms in the place of people who were forgotten.</summary>
public static class Forgetting
{
    /// <summary>An address, however it is capitalised, or a user id, as it is remembered of one who was forgotten.</summary>
    public static string HashOf(string salt, string who) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\n{who.ToLowerInvariant()}")));

    /// <summary>Whether the entry names somebody who was forgotten after it.</summary>
    public static bool Names(this AuditValue entry, ForgottenPeople forgotten) =>
        new[] { entry.Actor, entry.Whom, entry.RanBy }.Concat(entry.TypedBy).Any(person => MarkOf(person, entry.At, forgotten) is not null);

    /// <summary>The entry without the people who were forgotten after it, and without the address that such an actor came from.</summary>
    public static AuditValue Without(this AuditValue entry, ForgottenPeople forgotten)
    {
        if (forgotten.Marks.Length == 0)
            return entry;
        var actor = Masked(entry.Actor, entry.At, forgotten);
        return entry with
        {
            Actor = actor,
            Address = ReferenceEquals(actor, entry.Actor) ? entry.Address : null,
            Whom = Masked(entry.Whom, entry.At, forgotten),
            RanBy = Masked(entry.RanBy, entry.At, forgotten),
            TypedBy = [.. entry.TypedBy.Select(person => Masked(person, entry.At, forgotten)!)],
        };
    }

    private static AuditPersonValue? Masked(AuditPersonValue? person, DateTimeOffset at, ForgottenPeople forgotten) =>
        MarkOf(person, at, forgotten) is { Pseudonym: var pseudonym } ? new AuditPersonValue(pseudonym, null, pseudonym, Participant: person!.Participant) : person;

    private static ForgottenMark? MarkOf(AuditPersonValue? person, DateTimeOffset at, ForgottenPeople forgotten) =>
        new[] { person?.User, person?.Email }.OfType<string>()
            .Select(who => HashOf(forgotten.Salt, who))
            .Select(hash => Array.Find(forgotten.Marks, mark => mark.Hash == hash && at <= mark.At))
            .FirstOrDefault(mark => mark is not null);
}
