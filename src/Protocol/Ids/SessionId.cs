using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Protocol;

/// <summary>Names a session: 128 random bits chosen by the sharer's client, as 22 characters of base62. It admits nobody by itself.</summary>
[JsonConverter(typeof(JsonForm))]
public readonly record struct SessionId
{
    private readonly string? _text;

    private SessionId(string text) => _text = text;

    /// <summary>The id of 16 random bytes.</summary>
    public static SessionId Of(ReadOnlySpan<byte> randomBits) => new(Base62.Encode(randomBits));

    /// <summary>Reads an id; false when <paramref name="text"/> is not 22 characters of base62 below 2^128.</summary>
    public static bool TryParse(string? text, out SessionId id)
    {
        id = text is not null && Base62.IsValid(text) ? new(text) : default;
        return id._text is not null;
    }

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is not a session id.</exception>
    public static SessionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a session id: {Base62.Length} characters of 0-9A-Za-z.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    public sealed class JsonForm : JsonConverter<SessionId>
    {
        public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var id) ? id : throw new JsonException($"A session id is {Base62.Length} characters of 0-9A-Za-z.");

        public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
