using System.Text.Json;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Review.Casts;

/// <summary>Reads asciicast files, versions 2 and 3. Events of kinds that show nothing are passed over; lines that begin with # are comments.</summary>
internal static class CastFile
{
    /// <exception cref="CliFailure">It is no such file; says what is wrong with it.</exception>
    public static async Task<Cast> Open(string path, CancellationToken cancellationToken)
    {
        var lines = Lines(path, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await lines.MoveNextAsync())
            throw Wrong(path, 1, "it is empty");
        var (header, version) = Header(path, lines.Current.Text);
        return new Cast(header, Events(path, lines, version));
    }

    private static async IAsyncEnumerable<(int Number, string Text)> Lines(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = new StreamReader(path);
        for (var number = 1; await file.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return (number, line);
        }
    }

    private static (CastHeader Header, int Version) Header(string path, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var version = root.GetProperty("version").GetInt32();
            var size = version switch
            {
                2 => new TerminalSize(root.GetProperty("width").GetInt32(), root.GetProperty("height").GetInt32()),
                3 => new TerminalSize(root.GetProperty("term").GetProperty("cols").GetInt32(), root.GetProperty("term").GetProperty("rows").GetInt32()),
                _ => throw Wrong(path, 1, $"its version is {version}, and 2 and 3 can be played"),
            };
            if (!size.IsValid)
                throw Wrong(path, 1, $"its size is {size.Columns}x{size.Rows}, and a terminal has 1 to {TerminalSize.Max} columns and rows");
            var title = root.TryGetProperty("title", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            return (new CastHeader(size, null, title), version);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(path, 1, "it is no asciicast header, such as {\"version\": 3, \"term\": {\"cols\": 80, \"rows\": 24}}");
        }
    }

    private static async IAsyncEnumerable<CastEvent> Events(string path, IAsyncEnumerator<(int Number, string Text)> lines, int version)
    {
        await using var reading = lines;
        var at = TimeSpan.Zero;
        while (await reading.MoveNextAsync())
        {
            var (time, code, data) = Event(path, reading.Current.Number, reading.Current.Text);
            at = version == 2 ? time : at + time;
            if (Shown(at, code, data) is { } shown)
                yield return shown;
        }
    }

    private static CastEvent? Shown(TimeSpan at, string code, string data) => code switch
    {
        "o" => new CastEvent.Output(at, data),
        "m" => new CastEvent.Marker(at, data),
        "r" when data.Split('x') is [var columns, var rows] && int.TryParse(columns, out var wide) && int.TryParse(rows, out var high)
            && new TerminalSize(wide, high) is { IsValid: true } size => new CastEvent.Resize(at, size),
        _ => null,
    };

    private static (TimeSpan Time, string Code, string Data) Event(string path, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var parts = json.RootElement;
            return (TimeSpan.FromMicroseconds(Math.Round(parts[0].GetDouble() * 1_000_000)), parts[1].GetString() ?? "", parts[2].ValueKind == JsonValueKind.String ? parts[2].GetString()! : "");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException or ArgumentException)
        {
            throw Wrong(path, number, "it is no event, such as [0.25, \"o\", \"text\"]");
        }
    }

    private static CliFailure Wrong(string path, int number, string what) => new(Reasons.Exit.Usage, $"{Printable.Text(path)} can't be played: line {number}: {what}.");
}
