using System.Text;
using SessionShare.Terminal.Redaction;

namespace SessionShare.Bench.Redaction;

/// <summary>What of an output is taken for a secret, to be judged by a person.</summary>
internal static class Hits
{
    private const int LongestShown = 160;

    /// <summary>A line for each: as it is and as it becomes, from some characters before the first mark on.</summary>
    public static IReadOnlyList<string> Of(byte[] output)
    {
        var redactor = new Redactor(RedactionRules.WellKnown);
        var hits = new List<string>();
        foreach (var line in Lines(output))
        {
            var (before, became) = (redactor.Hidden, new List<byte>());
            redactor.Write(line.Span, bytes => became.AddRange(bytes));
            redactor.Release(bytes => became.AddRange(bytes));
            for (var left = redactor.Hidden - before; left > 0; left--)
                hits.Add(Shown(line.Span, [.. became]));
        }
        return hits;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> output)
    {
        while (!output.IsEmpty)
        {
            var end = output.Span.IndexOf((byte)'\n') is var at and >= 0 ? at + 1 : output.Length;
            yield return output[..end];
            output = output[end..];
        }
    }

    private static string Shown(ReadOnlySpan<byte> line, ReadOnlySpan<byte> became)
    {
        var from = Math.Max(0, line.CommonPrefixLength(became) - 60);
        return $"{Text(line, from)}\n    {Text(became, from)}";
    }

    private static string Text(ReadOnlySpan<byte> line, int from)
    {
        var rest = line[Math.Min(from, line.Length)..];
        return new string([.. Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, LongestShown)]).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }
}
