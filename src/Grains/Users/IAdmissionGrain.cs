using System.Security.Cryptography;
using System.Text;

namespace SessionShare.Grains.Users;

/// <summary>One invitation to sign in at the server; the key is the hash of its code, so that the code itself is stored nowhere.</summary>
[Alias("sessionshare.admission")]
public interface IAdmissionGrain : IGrainWithStringKey
{
    /// <summary>Somebody is invited. A code is random, so there is none of the same yet.</summary>
    [Alias("invite")]
    Task Invite(AdmissionValue admission);

    /// <summary>Uses the invitation up; null where there is none, it was used, or its time is over.</summary>
    [Alias("redeem")]
    Task<AdmissionValue?> Redeem();
}

/// <summary>Whom a code lets in.</summary>
/// <param name="Email">The address to be signed in under, and no other.</param>
/// <param name="Team">Team; null for none.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
[GenerateSerializer, Immutable, Alias("sessionshare.admission-value")]
public sealed record AdmissionValue([property: Id(0)] string Email, [property: Id(1)] string? Team, [property: Id(2)] DateTimeOffset ExpiresAt);

/// <summary>Finding the grain of a code.</summary>
public static class Admissions
{
    /// <summary>The key of a code. Whoever looks for one by trying hashes it first, so no comparison tells how near a guess was.</summary>
    public static string KeyOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
