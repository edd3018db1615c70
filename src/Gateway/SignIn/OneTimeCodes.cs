using System.Security.Cryptography;
using System.Text;
using SessionShare.Protocol;

namespace SessionShare.Gateway.SignIn;

/// <summary>
/// Random codes that work once and not for long: the nonces of sign-in challenges and the codes that browsers sign in with.
/// Where more than <see cref="Capacity"/> are outstanding, the oldest no longer works.
/// </summary>
/// <typeparam name="T">What a code stands for.</typeparam>
internal sealed class OneTimeCodes<T>(RandomNumberGenerator random, TimeProvider time)
{
    /// <summary>How long a code works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Codes outstanding at once: whatever asks for more in 60 s is not a person.</summary>
    public const int Capacity = 256;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, (T Value, long IssuedAt)> _outstanding = [];

    /// <summary>A new code for <paramref name="value"/>: 22 characters of base62.</summary>
    public string Issue(T value)
    {
        var code = Base62.New(random);
        lock (_gate)
        {
            if (_outstanding.Count == Capacity)
                _outstanding.RemoveAt(0);
            _outstanding.Add(KeyOf(code), (value, time.GetTimestamp()));
        }

        return code;
    }

    /// <summary>Uses a code up; false when it is not known, was used, or is too old.</summary>
    public bool Take(string code, out T? value)
    {
        lock (_gate)
        {
            var known = _outstanding.Remove(KeyOf(code), out var entry);
            value = entry.Value;
            return known && time.GetElapsedTime(entry.IssuedAt) <= Lifetime;
        }
    }

    /// <summary>Codes are looked up by their hash, so that the time of a comparison tells nothing of them.</summary>
    private static string KeyOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
