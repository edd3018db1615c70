namespace SessionShare.Cli.Pty;

/// <summary>
/// Finds our own commands in what is typed: the prefix key, then one more. The prefix twice types it once. All else goes through untouched.
/// A key that sends several bytes (an arrow, a letter with an accent) after the prefix is one command, named by its first byte, as long as
/// they arrive in one read.
/// </summary>
internal sealed class PrefixKey(byte prefix = PrefixKey.Usual)
{
    /// <summary>Ctrl-^, which hardly any program uses.</summary>
    public const byte Usual = 0x1e;

    private const byte Escape = 0x1b;

    private readonly byte[] _prefix = [prefix];
    private bool _afterPrefix;
    private bool _isAnswer;

    /// <summary>The key's name, as in `Ctrl-^`.</summary>
    public string Name { get; } = "Ctrl-" + (char)(prefix ^ 0x40);

    /// <summary>The byte that it sends.</summary>
    public byte Key => prefix;

    /// <summary>The prefix key was typed, and the key after it not yet.</summary>
    public bool IsBegun => _afterPrefix;

    /// <summary>The prefix key was typed, and any key may follow.</summary>
    public bool Waits => _afterPrefix && !_isAnswer;

    /// <summary>The next key is a command, too, whatever key it is: it answers what the last one has asked.</summary>
    public void Again() => (_afterPrefix, _isAnswer) = (true, true);

    /// <summary>Reads a key's name: `Ctrl-^`, `C-a` or `^B`, in any case.</summary>
    /// <param name="error">What is wrong and what is accepted.</param>
    public static PrefixKey? Parse(string text, out string? error)
    {
        var letter = text switch
        {
            ['^', var key] => key,
            ['C' or 'c', '-', var key] => key,
            _ when text.StartsWith("ctrl-", StringComparison.OrdinalIgnoreCase) && text.Length == 6 => text[5],
            _ => '\0',
        };
        var code = char.ToUpperInvariant(letter);
        error = code is < '@' or > '_'
            ? $"'{text}' is no prefix key. Accepted are Ctrl-X, C-X or ^X, where X is a letter or one of @ \\ ] ^ _."
            : code is 'I' or 'J' or 'M' or '['
                ? $"'{text}' can't be the prefix key, since Tab, Enter, Escape and the arrow keys send it. Choose another letter or one of @ \\ ] ^ _."
                : null;
        return error is null ? new PrefixKey((byte)(code - '@')) : null;
    }

    /// <summary>Passes a piece of the input on.</summary>
    /// <param name="type">Takes typed bytes; false: nobody takes any more.</param>
    /// <param name="choose">Takes the key after the prefix key; true: the next one is for it, too.</param>
    /// <returns>False when nobody takes any more.</returns>
    public bool Pass(ReadOnlySpan<byte> input, Func<ReadOnlySpan<byte>, bool> type, Func<byte, bool> choose)
    {
        while (TryRead(ref input, out var typed, out var command))
        {
            if (command is null && !type(typed))
                return false;
            if (command is { } key && choose(key))
                Again();
        }
        return true;
    }

    /// <summary>Takes the next piece of the input.</summary>
    /// <param name="input">What is left to look at; shortened by what was taken.</param>
    /// <param name="typed">Bytes for the program, when <paramref name="command"/> is null; valid as long as the input.</param>
    /// <param name="command">The key after the prefix.</param>
    /// <returns>False when nothing is left.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> typed, out byte? command)
    {
        command = null;
        typed = default;
        while (!input.IsEmpty)
        {
            if (_afterPrefix)
            {
                var isPrefix = input[0] == prefix && !_isAnswer;
                (_afterPrefix, _isAnswer) = (false, false);
                var length = isPrefix ? 1 : KeyLength(input);
                if (isPrefix)
                    typed = _prefix;
                else
                    command = input[0];
                input = input[length..];
                return true;
            }
            var at = input.IndexOf(prefix);
            if (at != 0)
            {
                typed = at < 0 ? input : input[..at];
                input = input[typed.Length..];
                return true;
            }
            _afterPrefix = true;
            input = input[1..];
        }
        return false;
    }

    private static int KeyLength(ReadOnlySpan<byte> input) => input switch
    {
        [Escape, (byte)'[', .. var rest] => 2 + ParametersAndFinal(rest),
        [Escape, (byte)'O', _, ..] => 3,
        [Escape, not Escape, ..] => 2,
        [>= 0xc0, .. var rest] => 1 + (rest.IndexOfAnyExceptInRange((byte)0x80, (byte)0xbf) is var end and >= 0 ? end : rest.Length),
        _ => 1,
    };

    private static int ParametersAndFinal(ReadOnlySpan<byte> rest)
    {
        var final = rest.IndexOfAnyInRange((byte)0x40, (byte)0x7e);
        return final < 0 ? rest.Length : final + 1;
    }
}
