using System.Buffers.Text;
using System.Text.Json;

namespace SessionShare.Bench;

/// <summary>Base64 of JSON, without an array for each.</summary>
internal static class RawBytes
{
    /// <summary>Decodes the string at which the reader stands into a buffer, which grows; says how many bytes it is.</summary>
    public static int Of(ref Utf8JsonReader reader, ref byte[] buffer)
    {
        if (reader.ValueIsEscaped)
        {
            buffer = reader.GetBytesFromBase64();
            return buffer.Length;
        }

        if (buffer.Length < reader.ValueSpan.Length)
            buffer = new byte[reader.ValueSpan.Length];
        Base64.DecodeFromUtf8(reader.ValueSpan, buffer, out _, out var count);
        return count;
    }
}
