using System.Globalization;

namespace SessionShare.Cli.Access;

/// <summary>A number of minutes, typed key by key: digits, Backspace, Enter; any other key leaves it. Enter alone takes <see cref="Usual"/>.</summary>
internal sealed class MinutesPrompt
{
    /// <summary>Minutes where none are typed.</summary>
    public const int Usual = 15;

    /// <summary>A week. Who is to have a role for longer is to have it until it is taken.</summary>
    public const int Most = 7 * 24 * 60;

    private const byte Delete = 0x7f;

    /// <summary>What was typed.</summary>
    public string Typed { get; private set; } = "";

    /// <summary>Takes a key.</summary>
    /// <param name="minutes">What was asked for, once it is settled; null when it was left.</param>
    /// <returns>Whether another key is waited for.</returns>
    public bool Take(byte key, out int? minutes)
    {
        minutes = null;
        switch (key)
        {
            case >= (byte)'0' and <= (byte)'9':
                Add((char)key);
                return true;
            case Delete or (byte)'\b':
                Typed = Typed.Length > 0 ? Typed[..^1] : "";
                return true;
            case (byte)'\r' or (byte)'\n':
                minutes = Typed.Length == 0 ? Usual : int.Parse(Typed, CultureInfo.InvariantCulture);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Nothing that is no number from 1 to <see cref="Most"/> can be typed.</summary>
    private void Add(char digit)
    {
        if (int.Parse(Typed + digit, CultureInfo.InvariantCulture) is > 0 and <= Most)
            Typed += digit;
    }
}
