using System.Text;

namespace SessionShare.Terminal.Redaction;

/// <summary>
/// Hides secrets in a terminal's output: puts `*` in place of each of their characters, a column for a column, and leaves all else as it is, byte for byte. Escape
/// sequences between and inside are passed over and kept. The result is the same however the output is cut, but for what had to go before it was complete (<see cref="Release"/>).
/// Pure; for one thread at a time; never throws, whatever the bytes.
/// </summary>
/// <remarks>
/// What begins as a secret waits until it is known whether it is one: at most 1 KiB of text, and 16 KiB with the sequences in it. So do texts that no terminal shows before their end
/// (titles, links, marks), up to 64 KiB; a longer one is left out, but for pictures. What a program writes to a clipboard (OSC 52) is left out where it holds a secret.
/// </remarks>
/// <param name="rules">What is a secret.</param>
public sealed class Redactor(RedactionRules rules)
{
    /// <summary>Bytes that wait at most, but for a string's.</summary>
    public const int MostHeld = 16 * 1024;

    private const int PieceBytes = 64 * 1024;

    private readonly HeldOutput _held = new();
    private SequenceReader? _reader;
    private SecretScanner? _scanner;

    public delegate void Output(ReadOnlySpan<byte> output);

    /// <summary>How many secrets were hidden.</summary>
    public long Hidden => Scanner.Hidden + Reader.Hidden;

    /// <summary>Whether something waits that <see cref="Release"/> would let go.</summary>
    public bool IsHolding { get; private set; }

    private SequenceReader Reader => _reader ??= new SequenceReader(rules, _held);

    private SecretScanner Scanner => _scanner ??= new SecretScanner(rules, _held);

    /// <summary>Hides the secrets of a text, such as a command line, that is there as a whole.</summary>
    public static string Redact(RedactionRules rules, string text, out long hidden)
    {
        var redacted = Redact(rules, Encoding.UTF8.GetBytes(text), out hidden);
        return hidden == 0 ? text : Encoding.UTF8.GetString(redacted);
    }

    /// <summary>The same of bytes.</summary>
    internal static byte[] Redact(RedactionRules rules, ReadOnlySpan<byte> text, out long hidden)
    {
        var redactor = new Redactor(rules);
        var redacted = new List<byte>(text.Length);
        redactor.Write(text, output => redacted.AddRange(output));
        redactor.End(output => redacted.AddRange(output));
        hidden = redactor.Hidden;
        return [.. redacted];
    }

    /// <summary>Takes the next output.</summary>
    /// <param name="to">Gets what can go.</param>
    public void Write(ReadOnlySpan<byte> output, Output to)
    {
        while (!output.IsEmpty)
        {
            var piece = output[..Math.Min(output.Length, PieceBytes)];
            output = output[piece.Length..];
            Reader.Take(piece);
            Pass(hurried: false, to);
            if (_held.RawCount > MostHeld && !Reader.IsInString)
                Pass(hurried: true, to);
        }
    }

    /// <summary>Lets go what waits, hiding what is likely the beginning of a secret; what comes of it later is hidden when it is known for one. An unfinished string waits on.</summary>
    public void Release(Output to) => Pass(hurried: true, to);

    /// <summary>The output is at its end.</summary>
    public void End(Output to)
    {
        Reader.End();
        Pass(hurried: true, to);
    }

    private void Pass(bool hurried, Output to)
    {
        var hold = Scanner.Scan(hurried);
        var unneeded = Math.Min(hold, Scanner.Unneeded);
        IsHolding = hold < _held.Text.Length;
        Reader.Released(_held.Release(hold, Reader.HeldFrom, unneeded, to));
        Scanner.Forget(unneeded);
    }
}
