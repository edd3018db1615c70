using System.Numerics;
using System.Security.Cryptography;

namespace SessionShare.Protocol;

/// <summary>128-bit values as 22 characters of <c>0-9A-Za-z</c>: big-endian, left-padded with <c>0</c>.</summary>
public static class Base62
{
    /// <summary>Characters of a 128-bit value.</summary>
    public const int Length = 22;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new random value: a secret, or a name that nothing else has.</summary>
    public static string New(RandomNumberGenerator random)
    {
        var bits = new byte[16];
        random.GetBytes(bits);
        return Encode(bits);
    }

    /// <summary>Encodes 16 bytes, most significant first.</summary>
    public static string Encode(ReadOnlySpan<byte> bits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bits.Length, 16);
        var value = new BigInteger(bits, isUnsigned: true, isBigEndian: true);
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            value = BigInteger.DivRem(value, 62, out var digit);
            text[i] = Alphabet[(int)digit];
        }

        return new string(text);
    }

    /// <summary>Whether <paramref name="text"/> is a 128-bit value in this form.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
            return false;

        var value = BigInteger.Zero;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c);
            if (digit < 0)
                return false;
            value = (value * 62) + digit;
        }

        return value < BigInteger.One << 128;
    }
}
