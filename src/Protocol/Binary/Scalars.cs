using System.Buffers;
using System.Globalization;
using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>Whole numbers of 64 bits: written in the shortest of MessagePack's forms.</summary>
internal sealed class LongForm : Form<long>
{
    public override void Write(ref WireWriter writer, long value) => writer.Pack.Write(value);

    public override long Read(ref MessagePackReader reader) => Reading.WholeNumber(ref reader, long.MinValue, long.MaxValue);
}

/// <summary>Whole numbers of 32 bits.</summary>
internal sealed class IntForm : Form<int>
{
    public override void Write(ref WireWriter writer, int value) => writer.Pack.Write(value);

    public override int Read(ref MessagePackReader reader) => (int)Reading.WholeNumber(ref reader, int.MinValue, int.MaxValue);
}

internal sealed class BoolForm : Form<bool>
{
    public override void Write(ref WireWriter writer, bool value) => writer.Pack.Write(value);

    public override bool Read(ref MessagePackReader reader)
    {
        Reading.Expect(ref reader, MessagePackType.Boolean, "true or false");
        return reader.ReadBoolean();
    }
}

internal sealed class TextForm : Form<string?>
{
    public override void Write(ref WireWriter writer, string? value) => writer.Pack.Write(value);

    public override string? Read(ref MessagePackReader reader) => reader.TryReadNil() ? null : Reading.Text(ref reader, "text");
}

/// <summary>Bytes: written from where they are; those that are read get an array of their own, for the message's buffer is used again.</summary>
internal sealed class BytesForm : Form<ReadOnlyMemory<byte>>
{
    public override void Write(ref WireWriter writer, ReadOnlyMemory<byte> value) => writer.Write(value);

    public override ReadOnlyMemory<byte> Read(ref MessagePackReader reader)
    {
        Reading.Expect(ref reader, MessagePackType.Binary, "bytes (bin)");
        return reader.ReadBytes()!.Value.ToArray();
    }
}

/// <summary>Instants: text as in JSON, ISO 8601 with the distance from UTC.</summary>
internal sealed class InstantForm : Form<DateTimeOffset>
{
    public override void Write(ref WireWriter writer, DateTimeOffset value) =>
        writer.Pack.Write(value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));

    public override DateTimeOffset Read(ref MessagePackReader reader)
    {
        var text = Reading.Text(ref reader, "an instant as text");
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw new MalformedValueException("must be an instant such as 2026-11-27T10:30:00Z");
    }
}

internal sealed class SessionIdForm : Form<SessionId>
{
    public override void Write(ref WireWriter writer, SessionId value) => writer.Pack.Write(value.ToString());

    public override SessionId Read(ref MessagePackReader reader) => SessionId.TryParse(Reading.Text(ref reader, "a session id as text"), out var id)
        ? id
        : throw new MalformedValueException($"must be a session id, {Base62.Length} characters of 0-9A-Za-z");
}

/// <summary>Enum values: their names, as in JSON.</summary>
internal sealed class NameForm<T> : Form<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Names = [.. Values.Select(value => CamelCase.Of(value.ToString()))];

    public override void Write(ref WireWriter writer, T value) => writer.Pack.Write(Names[Array.IndexOf(Values, value)]);

    public override T Read(ref MessagePackReader reader)
    {
        var at = Array.IndexOf(Names, Reading.Text(ref reader, "a name as text"));
        return at >= 0 ? Values[at] : throw new MalformedValueException($"must be one of {string.Join(", ", Names)}");
    }
}
