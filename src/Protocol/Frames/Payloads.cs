using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>A terminal's size in character cells, each 1 to <see cref="Max"/>.</summary>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    /// <summary>The largest size that is shared, per direction.</summary>
    public const int Max = 1000;

    /// <summary>Whether both directions are in bounds.</summary>
    [JsonIgnore]
    public bool IsValid => Columns is > 0 and <= Max && Rows is > 0 and <= Max;

    /// <summary>As a Resize payload: columns then rows, u16 little-endian.</summary>
    public byte[] ToPayload()
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(2), (ushort)Rows);
        return payload;
    }

    /// <summary>Reads a Resize payload; false when it isn't 4 bytes or out of bounds.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TerminalSize size)
    {
        size = payload.Length == 4
            ? new(BinaryPrimitives.ReadUInt16LittleEndian(payload), BinaryPrimitives.ReadUInt16LittleEndian(payload[2..]))
            : default;
        return size.IsValid;
    }
}

/// <summary>A command begins.</summary>
/// <param name="Block">Number of the block, growing within the session, from 1.</param>
/// <param name="Command">The command line as typed; null when the shell could not tell.</param>
/// <param name="Directory">The working directory; null when unknown.</param>
/// <param name="RanBy">Who of the others started it, as they were known then; null: the sharer.</param>
public sealed record BlockStart(
    int Block,
    string? Command,
    string? Directory,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Person? RanBy = null)
{
    /// <summary>
    /// Longest command line, and longest directory, kept, in UTF-16 units; what is longer is cut. JSON may write one unit as six bytes, and both
    /// must fit into a frame.
    /// </summary>
    public const int MaxCommand = 5000;

    /// <summary>As a payload: UTF-8 JSON, camelCase.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this with
    {
        Command = Command is { Length: > MaxCommand } ? Command[..MaxCommand] : Command,
        Directory = Directory is { Length: > MaxCommand } ? Directory[..MaxCommand] : Directory,
    }, JsonSerializerOptions.Web);

    /// <summary>Reads a payload; false when it is not such an object or the number is below 1.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out BlockStart? start) =>
        Json.TryRead(payload, out start) && start.Block > 0;
}

/// <summary>A command has ended.</summary>
/// <param name="Block">The number its <see cref="BlockStart"/> gave.</param>
/// <param name="ExitCode">Its exit code; null when none is known (the shell itself ended).</param>
public sealed record BlockEnd(int Block, int? ExitCode)
{
    /// <summary>As a payload: UTF-8 JSON, camelCase.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Reads a payload; false when it is not such an object or the number is below 1.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out BlockEnd? end) =>
        Json.TryRead(payload, out end) && end.Block > 0;
}

internal static class Json
{
    public static bool TryRead<T>(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = JsonSerializer.Deserialize<T>(payload, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            value = null;
        }

        return value is not null;
    }
}
