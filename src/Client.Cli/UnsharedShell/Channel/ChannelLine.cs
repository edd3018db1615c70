using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>Lines of JSON on a local socket.</summary>
internal sealed class ChannelLine(Stream stream)
{
    private const byte NewLine = (byte)'\n';

    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public async Task Write<T>(T message, JsonTypeInfo<T> form, CancellationToken cancellationToken) =>
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, form), NewLine], cancellationToken);

    /// <summary>The next one; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="most"/> bytes, or no such object.</exception>
    public async Task<T?> Read<T>(JsonTypeInfo<T> form, int most, CancellationToken cancellationToken)
        where T : class
    {
        using var line = new MemoryStream();
        while (true)
        {
            var end = Array.IndexOf(_buffer, NewLine, _start, _end - _start);
            line.Write(_buffer, _start, (end < 0 ? _end : end) - _start);
            if (line.Length > most)
                throw new InvalidDataException($"A message on the shell's channel is longer than {most} bytes.");
            if (end >= 0)
            {
                _start = end + 1;
                return Parse(line, form);
            }
            (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
            if (_end == 0)
                return null;
        }
    }

    private static T? Parse<T>(MemoryStream line, JsonTypeInfo<T> form)
    {
        try
        {
            return JsonSerializer.Deserialize(line.ToArray(), form);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException("A message on the shell's channel can't be understood.", fault);
        }
    }
}
