using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SessionShare.Cli.Panels;

/// <summary>
/// Makes keys of what a terminal sends for them, in the usual forms: characters, control characters, ESC before a key for Alt, CSI and SS3, kitty's and xterm's forms of modified keys, pasted text (mode 2004).
/// A character or a paste may come in several reads; a lone ESC at the end of one is the Escape key.
/// </summary>
internal sealed class KeyReader
{
    private const byte Escape = 0x1b;

    /// <summary>Bytes of one paste that are taken; the rest is left out.</summary>
    private const int MostPasted = 256 * 1024;

    private static readonly byte[] PasteEnd = "\e[201~"u8.ToArray();

    private readonly List<byte> _held = [];
    private List<byte>? _pasted;

    /// <summary>The keys in the next bytes.</summary>
    public IReadOnlyList<Key> Read(ReadOnlySpan<byte> typed)
    {
        var keys = new List<Key>();
        while (TryRead(ref typed, out var key))
            keys.Add(key);
        return keys;
    }

    /// <summary>The next key; what was typed is shortened by it. False: there is no whole one any more.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> typed, out Key key)
    {
        key = default;
        while (!typed.IsEmpty)
        {
            if (_pasted is { } pasted)
            {
                if (TakePasted(ref typed, pasted, out key))
                    return true;
                continue;
            }

            var missing = _held.Count == 0 ? 0 : Length(CollectionsMarshal.AsSpan(_held)) - _held.Count;
            var length = missing > 0 ? missing : Length(typed);
            _held.AddRange(typed[..Math.Min(length, typed.Length)]);
            var isWhole = length <= typed.Length;
            typed = typed[Math.Min(length, typed.Length)..];
            if (!isWhole)
                return false;
            byte[] bytes = [.. _held];
            _held.Clear();
            if (!bytes.AsSpan().SequenceEqual("\e[200~"u8))
            {
                key = Of(bytes);
                return true;
            }

            _pasted = [];
        }

        return false;
    }

    private bool TakePasted(ref ReadOnlySpan<byte> typed, List<byte> pasted, out Key key)
    {
        key = default;
        while (!typed.IsEmpty)
        {
            pasted.Add(typed[0]);
            typed = typed[1..];
            if (!CollectionsMarshal.AsSpan(pasted).EndsWith(PasteEnd))
                continue;
            _pasted = null;
            var text = Encoding.UTF8.GetString([.. pasted.SkipLast(PasteEnd.Length).Take(MostPasted)]);
            key = new Key(KeyName.Paste, text.ReplaceLineEndings("\n"));
            return true;
        }

        return false;
    }

    /// <summary>Bytes of the first key; more than there are: it is not complete.</summary>
    private static int Length(ReadOnlySpan<byte> typed) => typed switch
    {
        [Escape, (byte)'[', .. var rest] => 2 + (rest.IndexOfAnyInRange((byte)0x40, (byte)0x7e) is var final and >= 0 ? final + 1 : rest.Length),
        [Escape, (byte)'O', _, ..] => 3,
        [Escape, Escape, ..] or [Escape] => 1,
        [Escape, .. var rest] => 1 + Length(rest),
        [>= 0xf0, ..] => 4,
        [>= 0xe0, ..] => 3,
        [>= 0xc0, ..] => 2,
        _ => 1,
    };

    private static Key Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [Escape] => new(KeyName.Escape),
        [Escape, (byte)'[', .. var sequence, var final] => OfCsi(Encoding.ASCII.GetString(sequence), (char)final),
        [Escape, (byte)'O', var final] => OfCsi("", (char)final),
        [Escape, .. var rest] => Of(rest) with { Alt = true },
        [(byte)'\r'] => new(KeyName.Enter),
        [(byte)'\t'] => new(KeyName.Tab),
        [0x7f] or [0x08] => new(KeyName.Backspace),
        [< 0x20 and var control] => Key.Control((char)(control is >= 1 and <= 26 ? control + 0x60 : control + 0x40)),
        _ => new(KeyName.Character, Encoding.UTF8.GetString(bytes)),
    };

    private static Key OfCsi(string parameters, char final)
    {
        var numbers = parameters.Split(';').Select(number => int.TryParse(number.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0).ToList();
        var (name, text) = (final, numbers) switch
        {
            ('u', _) => OfCode(numbers[0]),
            ('~', [27, _, var code, ..]) => OfCode(code),
            ('~', _) => (OfNumber(numbers[0]), ""),
            _ => (OfFinal(final), ""),
        };
        var held = numbers.Count > 1 ? Math.Max(0, numbers[1] - 1) : 0;
        return new Key(name, text, Ctrl: (held & 4) != 0, Alt: (held & 2) != 0, Shift: (held & 1) != 0 || final == 'Z');
    }

    private static (KeyName Name, string Text) OfCode(int code) => code switch
    {
        13 => (KeyName.Enter, ""),
        27 => (KeyName.Escape, ""),
        9 => (KeyName.Tab, ""),
        127 => (KeyName.Backspace, ""),
        _ when Rune.IsValid(code) && code >= ' ' => (KeyName.Character, new Rune(code).ToString()),
        _ => (KeyName.Other, ""),
    };

    private static KeyName OfNumber(int number) => number switch
    {
        1 or 7 => KeyName.Home,
        3 => KeyName.Delete,
        4 or 8 => KeyName.End,
        5 => KeyName.PageUp,
        6 => KeyName.PageDown,
        _ => KeyName.Other,
    };

    private static KeyName OfFinal(char final) => final switch
    {
        'A' => KeyName.Up,
        'B' => KeyName.Down,
        'C' => KeyName.Right,
        'D' => KeyName.Left,
        'H' => KeyName.Home,
        'F' => KeyName.End,
        'M' => KeyName.Enter,
        'Z' => KeyName.Tab,
        _ => KeyName.Other,
    };
}
