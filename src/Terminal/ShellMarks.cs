using System.Text;

namespace SessionShare.Terminal;

/// <summary>
/// Takes our own marks out of a shell's output and yields both in their order. What is not exactly a mark of ours passes through bit for bit,
/// however the output is cut. Only what can still become a mark is held back, at most <see cref="MaxLength"/> bytes.
/// </summary>
/// <remarks>
/// <code>
/// ESC ] 5353 ; NONCE ; KIND ; FIELD=VALUE ; ... BEL       or ESC \ at the end
///
/// P ; d=DIRECTORY                          the prompt is about to be shown
/// C ; n=BLOCK ; d=DIRECTORY ; c=COMMAND    a command starts; h=LINE in place of c where the shell can't tell: see CommandStarted
/// E ; n=BLOCK ; x=EXITCODE                 a command has ended
/// U ; v=VERSION                            no marks will come: the shell is too old
///
/// VALUE: bytes, where each of 0x00..0x1f, 0x7f, ';' and '\' is written as \xHH, in lowercase.
/// </code>
/// The nonce is what makes a mark ours: a file that is printed can hold any mark, but cannot know it.
/// </remarks>
public sealed class ShellMarks
{
    /// <summary>Bytes of a mark, from ESC to its end. A longer one is output.</summary>
    public const int MaxLength = 96 * 1024;

    private const byte Bell = 0x07;
    private const byte Escape = 0x1b;

    private readonly byte[] _prefix;
    private byte[] _held = new byte[256];
    private int _count;
    private bool _atEscape;

    /// <param name="nonce">ASCII letters and digits.</param>
    public ShellMarks(string nonce)
    {
        if (nonce.Length is 0 or > 64 || !nonce.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException("A nonce is 1 to 64 ASCII letters and digits.", nameof(nonce));
        _prefix = Encoding.ASCII.GetBytes($"\e]5353;{nonce};");
    }

    /// <summary>Takes the next piece.</summary>
    /// <param name="input">What is left to look at; shortened by what was taken.</param>
    /// <param name="output">Output, when <paramref name="mark"/> is null; valid until the next call and as long as the input.</param>
    /// <returns>False when nothing is left; the next input continues where this ended.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> output, out ShellMark? mark)
    {
        mark = null;
        output = default;
        RestartAtEscape();
        if (_count == 0)
        {
            var at = FindPrefix(input);
            if (at > 0)
            {
                output = input[..at];
                input = input[at..];
                return true;
            }
        }
        while (!input.IsEmpty)
        {
            if (!Take(ref input, out var complete))
                continue;
            var held = _held.AsSpan(0, _count);
            _count = 0;
            mark = complete ? ShellMarkSyntax.Parse(held[_prefix.Length..]) : null;
            output = mark is null ? held : default;
            return true;
        }
        return false;
    }

    /// <summary>Gives up what is held back: the output has ended.</summary>
    public ReadOnlySpan<byte> Flush()
    {
        RestartAtEscape();
        var rest = _held.AsSpan(0, _count);
        _count = 0;
        return rest;
    }

    /// <summary>Where the first mark may start, or the input's length. The prefix holds one ESC only, its first byte.</summary>
    private int FindPrefix(ReadOnlySpan<byte> input)
    {
        var whole = input.IndexOf(_prefix);
        if (whole >= 0)
            return whole;
        var last = input[Math.Max(0, input.Length - _prefix.Length)..].LastIndexOf(Escape);
        if (last < 0)
            return input.Length;
        last += Math.Max(0, input.Length - _prefix.Length);
        return _prefix.AsSpan().StartsWith(input[last..]) ? last : input.Length;
    }

    /// <summary>Holds more of what may be a mark.</summary>
    /// <param name="complete">The mark's end has come.</param>
    /// <returns>True when it is decided: what is held is complete, or is no mark.</returns>
    private bool Take(ref ReadOnlySpan<byte> input, out bool complete)
    {
        complete = false;
        if (_count < _prefix.Length)
        {
            var expected = _prefix.AsSpan(_count);
            var common = input.CommonPrefixLength(expected);
            var undecided = common == Math.Min(expected.Length, input.Length);
            Hold(ref input, common);
            return !undecided;
        }
        return _held[_count - 1] == Escape ? TakeAfterEscape(ref input, out complete) : TakeBody(ref input, out complete);
    }

    private bool TakeBody(ref ReadOnlySpan<byte> input, out bool complete)
    {
        complete = false;
        var control = input.IndexOfAnyInRange((byte)0, (byte)0x1f);
        var length = control < 0 ? input.Length : input[control] is Bell or Escape ? control + 1 : control;
        if (_count + length > MaxLength)
        {
            Hold(ref input, MaxLength - _count);
            return true;
        }
        complete = control >= 0 && input[control] == Bell;
        var broken = control >= 0 && length == control;
        Hold(ref input, length);
        return complete || broken;
    }

    private bool TakeAfterEscape(ref ReadOnlySpan<byte> input, out bool complete)
    {
        complete = input[0] == '\\' && _count < MaxLength;
        if (complete)
        {
            Hold(ref input, 1);
            return true;
        }
        // This ESC may itself start a mark.
        _count--;
        _atEscape = true;
        return true;
    }

    private void RestartAtEscape()
    {
        if (!_atEscape)
            return;
        _atEscape = false;
        _held[0] = Escape;
        _count = 1;
    }

    private void Hold(ref ReadOnlySpan<byte> input, int length)
    {
        if (_count + length > _held.Length)
            Array.Resize(ref _held, Math.Min(MaxLength, Math.Max(_count + length, _held.Length * 2)));
        input[..length].CopyTo(_held.AsSpan(_count));
        _count += length;
        input = input[length..];
    }
}
