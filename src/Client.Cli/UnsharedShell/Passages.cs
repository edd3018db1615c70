using System.Runtime.InteropServices;
using System.Text;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// Takes passages out of a program's output that are meant for the person at this terminal only: the link with its secret, and the question which block
/// to begin with, which shows command lines of others. Our own commands inside the shell mark them; the marks are shown to nobody.
/// </summary>
/// <remarks>
/// <code>
/// ESC ] 5354 ; KEY BEL     the passage begins, and where it is open already, ends
/// </code>
/// The key is made anew for each such command and known to it alone. What a command leaves open, because it was killed, ends at the next mark of the
/// shell or when its connection has been gone for a while.
/// </remarks>
internal sealed class Passages
{
    private readonly Lock _keys = new();
    private readonly List<byte> _held = [];
    private byte[][] _marks = [];
    private volatile string? _open;

    public delegate void Output(ReadOnlySpan<byte> bytes);

    /// <summary>What a command writes where a passage begins and where it ends.</summary>
    public static string Mark(string key) => $"\e]5354;{key}\a";

    /// <summary>A command may mark passages from now on.</summary>
    public void Admit(string key)
    {
        lock (_keys)
            _marks = [.. _marks.Where(mark => !IsMark(mark, key)), Encoding.ASCII.GetBytes(Mark(key))];
    }

    /// <summary>It does not any more, and what it left open ends.</summary>
    public void Forget(string key)
    {
        lock (_keys)
            _marks = [.. _marks.Where(mark => !IsMark(mark, key))];
        if (_open == key)
            _open = null;
    }

    /// <summary>Whatever is open ends here.</summary>
    public void End() => _open = null;

    /// <summary>Takes the next output.</summary>
    /// <param name="shown">Gets all but the marks.</param>
    /// <param name="kept">Gets what stands in no passage.</param>
    public void Take(ReadOnlySpan<byte> output, Output shown, Output kept)
    {
        var marks = _marks;
        if (marks.Length == 0 && _held.Count == 0)
        {
            Pass(output, shown, kept);
            return;
        }
        while (!output.IsEmpty)
        {
            if (_held.Count > 0)
            {
                Extend(ref output, marks, shown, kept);
                continue;
            }
            var at = output.IndexOf((byte)0x1b);
            Pass(at < 0 ? output : output[..at], shown, kept);
            output = at < 0 ? [] : output[at..];
            if (!output.IsEmpty)
                Extend(ref output, marks, shown, kept);
        }
    }

    /// <summary>The output is at its end.</summary>
    public void Flush(Output shown, Output kept) => Release(shown, kept);

    private static bool IsMark(byte[] mark, string key) => mark.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Mark(key)));

    /// <summary>One byte more of what may be a mark.</summary>
    private void Extend(ref ReadOnlySpan<byte> output, byte[][] marks, Output shown, Output kept)
    {
        var next = output[0];
        if (_held.Count > 0 && next == 0x1b)
        {
            Release(shown, kept);
            return;
        }
        output = output[1..];
        _held.Add(next);
        var held = CollectionsMarshal.AsSpan(_held);
        foreach (var mark in marks)
        {
            if (!mark.AsSpan().StartsWith(held))
                continue;
            if (mark.Length == held.Length)
                Turn();
            return;
        }
        Release(shown, kept);
    }

    private void Turn()
    {
        var key = Encoding.ASCII.GetString([.. _held])[7..^1];
        _held.Clear();
        _open = _open is null ? key : null;
    }

    private void Release(Output shown, Output kept)
    {
        var held = _held.ToArray();
        _held.Clear();
        Pass(held, shown, kept);
    }

    private void Pass(ReadOnlySpan<byte> output, Output shown, Output kept)
    {
        if (output.IsEmpty)
            return;
        shown(output);
        if (_open is null)
            kept(output);
    }
}
