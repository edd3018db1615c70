using System.Globalization;
using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Review.Casts;

/// <summary>Writes asciicast, versions 2 and 3, as asciinema's documentation has them (docs.asciinema.org/manual/asciicast): a header and then an event a line.</summary>
/// <param name="version">2: an event says when, in seconds since the start. 3: how long after the event before it.</param>
internal sealed class CastWriter(TextWriter output, int version)
{
    private double _at;

    public async Task Write(Cast cast)
    {
        output.WriteLine(Header(cast.Header));
        await foreach (var happened in cast.Events)
            output.WriteLine(Line(happened));
    }

    private string Header(CastHeader header)
    {
        var (size, started) = (header.Size, header.StartedAt?.ToUnixTimeSeconds());
        return version == 2
            ? JsonLine.Of(new { Version = version, Width = size.Columns, Height = size.Rows, Timestamp = started, header.Title })
            : JsonLine.Of(new { Version = version, Term = new { Cols = size.Columns, size.Rows, Type = "xterm-256color" }, Timestamp = started, header.Title });
    }

    private string Line(CastEvent happened)
    {
        var (code, data) = happened switch
        {
            CastEvent.Output output => ("o", output.Text),
            CastEvent.Resize resize => ("r", string.Create(CultureInfo.InvariantCulture, $"{resize.Size.Columns}x{resize.Size.Rows}")),
            CastEvent.Marker marker => ("m", marker.Name),
            _ => throw new InvalidOperationException($"{happened} is no event of a recording."),
        };
        return JsonLine.Of(new object[] { Time(happened.At), code, data });
    }

    /// <summary>Rounded against the sum of what was written, so that roundings don't add up.</summary>
    private double Time(TimeSpan at)
    {
        var seconds = Math.Round(Math.Max(at.TotalSeconds, _at), 6);
        var time = version == 2 ? seconds : Math.Round(seconds - _at, 6);
        _at = seconds;
        return time;
    }
}
