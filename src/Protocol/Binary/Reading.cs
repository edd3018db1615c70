using System.Buffers;
using System.Text;
using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>What all forms read with. Each method names what it wants where something else comes.</summary>
internal static class Reading
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Looks at what kind of value comes next.</summary>
    public static void Expect(ref MessagePackReader reader, MessagePackType type, string wanted)
    {
        if (reader.NextMessagePackType is var found && found != type)
            throw MalformedValueException.Wanted(wanted, found);
    }

    /// <summary>An integer, in whichever of MessagePack's forms it comes.</summary>
    public static long WholeNumber(ref MessagePackReader reader, long least, long most)
    {
        Expect(ref reader, MessagePackType.Integer, "a whole number");
        try
        {
            if (reader.ReadInt64() is var value && value >= least && value <= most)
                return value;
        }
        catch (OverflowException)
        {
            // Above what 64 bits with a sign hold.
        }

        throw new MalformedValueException($"must be a whole number of {least} to {most}");
    }

    public static string Text(ref MessagePackReader reader, string wanted)
    {
        Expect(ref reader, MessagePackType.String, wanted);
        try
        {
            return reader.TryReadStringSpan(out var span) ? Strict.GetString(span) : Strict.GetString(reader.ReadStringSequence()!.Value);
        }
        catch (DecoderFallbackException fault)
        {
            throw new MalformedValueException("must be text in UTF-8", fault);
        }
    }

    /// <summary>The name of the member that comes next in a map, in UTF-8.</summary>
    public static ReadOnlySpan<byte> Name(ref MessagePackReader reader)
    {
        Expect(ref reader, MessagePackType.String, "a map whose keys are text");
        return reader.TryReadStringSpan(out var name) ? name : reader.ReadStringSequence()!.Value.ToArray();
    }
}
