using System.Buffers.Text;
using System.Diagnostics;
using SessionShare.Bench.Yardsticks;

namespace SessionShare.Bench;

/// <summary>Reads the lines of <see cref="StampedLines"/> as one viewer got them: how late each was, and which are missing, doubled or damaged.</summary>
/// <param name="length">Bytes of each line.</param>
internal sealed class LineReader(int length)
{
    private readonly byte[] _line = new byte[length];
    private readonly byte[] _expected = new byte[length];
    private int _held;
    private bool _begun;
    private bool _torn;

    /// <summary>Milliseconds from the writing of each line until it was here.</summary>
    public List<double> Latencies { get; } = [];

    /// <summary>Lines that are here.</summary>
    public long Lines { get; private set; }

    /// <summary>Number of the newest line; -1: none yet.</summary>
    public long Newest { get; private set; } = -1;

    /// <summary>When the newest line was written.</summary>
    public long NewestStamp { get; private set; }

    /// <summary>The most milliseconds between the writing of a line and that of the next: how long who wrote them was held.</summary>
    public double LongestHold { get; private set; }

    /// <summary>Lines that are missing before one that is here.</summary>
    public long Lost { get; private set; }

    /// <summary>Lines that came again.</summary>
    public long Doubled { get; private set; }

    /// <summary>Lines that are not as they were written.</summary>
    public long Damaged { get; private set; }

    /// <summary>Of all lines to <paramref name="last"/>.</summary>
    public string Account(long last) => $"{(Lost + Math.Max(0, last - Newest)) * length:n0} bytes lost, {Doubled * length:n0} doubled{(Damaged > 0 ? $", {Damaged} lines damaged" : "")}";

    public bool IsWhole(long last) => Lost == 0 && Doubled == 0 && Damaged == 0 && Newest == last;

    /// <summary>Begins the latencies anew; says how many there were.</summary>
    public int Forget()
    {
        var count = Latencies.Count;
        Latencies.Clear();
        return count;
    }

    /// <summary>What comes next may begin and end inside a line: the connection is another one, or something was left out.</summary>
    public void Break() => (_torn, _held) = (true, 0);

    public void Take(ReadOnlySpan<byte> output)
    {
        var now = Stopwatch.GetTimestamp();
        while (!output.IsEmpty)
        {
            var end = output.IndexOf((byte)'\n');
            var piece = end < 0 ? output : output[..(end + 1)];
            Keep(piece);
            output = output[piece.Length..];
            if (end >= 0)
                Complete(now);
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        // Longer than a line: as long as it may be, so that it does not pass for one.
        if (_held + piece.Length <= length)
            piece.CopyTo(_line.AsSpan(_held));
        _held += piece.Length;
    }

    private void Complete(long now)
    {
        var held = _held;
        _held = 0;
        if (held == length && TryRead(out var number, out var stamp))
            Add(number, stamp, now);
        else if (!_torn)
            Damaged++;
        _torn = false;
    }

    private bool TryRead(out long number, out long stamp)
    {
        stamp = 0;
        if (!Utf8Parser.TryParse(_line.AsSpan(0, 10), out number, out var digits) || digits != 10 || !Utf8Parser.TryParse(_line.AsSpan(11, 19), out stamp, out digits) || digits != 19)
            return false;
        StampedLines.Fill(_expected, number, stamp);
        return _line.AsSpan().SequenceEqual(_expected);
    }

    private void Add(long number, long stamp, long now)
    {
        if (_begun && number <= Newest)
        {
            Doubled++;
            return;
        }

        Lost += _begun ? number - Newest - 1 : 0;
        if (_begun && number == Newest + 1)
            LongestHold = Math.Max(LongestHold, Milliseconds(stamp - NewestStamp));
        (_begun, Newest, NewestStamp) = (true, number, stamp);
        Lines++;
        Latencies.Add(Milliseconds(now - stamp));
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
