namespace SessionShare.Terminal.Redaction;

/// <summary>Finds secrets in a text that comes bit by bit, and hides them; what was looked at is not looked at again but for a bounded rest.</summary>
internal sealed class SecretScanner(RedactionRules rules, HeldOutput output)
{
    /// <summary>Characters before an anchor that rules look at.</summary>
    private const int Before = 48;

    /// <summary>Characters of a line that a person's own patterns see at once.</summary>
    private const int LongestLine = 4096;

    private SecretTail? _tail;
    private int _next;
    private int _done;
    private int _line;
    private int _hiddenTo = -1;

    /// <summary>How many secrets were hidden.</summary>
    public long Hidden { get; private set; }

    /// <summary>Characters of the text that nobody needs any more.</summary>
    public int Unneeded => Math.Max(0, Math.Min(_next, rules.Patterns.IsEmpty ? int.MaxValue : _line) - Before);

    /// <summary>The first so many characters are gone.</summary>
    public void Forget(int count)
    {
        _next -= count;
        _line = Math.Max(0, _line - count);
        _done = Math.Max(0, _done - count);
        _hiddenTo -= count;
    }

    /// <summary>Looks at what is new.</summary>
    /// <param name="hurried">Nothing may wait: what is likely the beginning of a secret is hidden.</param>
    /// <returns>From where on it must wait; the text's end where nothing must.</returns>
    public int Scan(bool hurried)
    {
        var hold = Math.Min(ScanRules(hurried), rules.Patterns.IsEmpty ? int.MaxValue : ScanLines(hurried));
        return hurried ? output.Text.Length : Math.Clamp(hold, output.HeldFrom, output.Text.Length);
    }

    private int ScanRules(bool hurried)
    {
        var text = output.Text;
        var hold = int.MaxValue;
        var again = int.MaxValue;
        var at = _next;
        var (anchor, value) = (-2, -2);
        Found? secret = null;
        if (_tail is not null)
            TakeTail(text, ref at);
        while (_tail is null)
        {
            if (anchor < at && anchor != -1)
                anchor = RedactionRules.Find(text, at);
            if (value < at && value != -1)
                value = rules.Values.Find(text, at);
            var isValue = value >= 0 && (anchor < 0 || value <= anchor);
            var found = isValue ? value : anchor;
            if (secret is { } next && (found < 0 || found >= next.From))
            {
                Count(next.From);
                (_tail, at, secret) = (next.Tail, next.From, null);
                TakeTail(text, ref at);
                continue;
            }
            if (found < 0)
                break;
            var verdict = isValue ? rules.Values.Look(text, found) : RedactionRules.Look(text, found);
            at = found + 1;
            if (verdict.Finding == Finding.Secret)
            {
                if (secret is not { } behind)
                    secret = new Found(found, verdict.From, verdict.Tail!);
                else if (verdict.From < behind.From)
                    at = HideBefore(text, verdict, behind.From);
            }
            else if (verdict.Finding == Finding.Open)
            {
                (hold, again) = (Math.Min(hold, verdict.From), Math.Min(again, secret?.At ?? found));
                HideIfHurried(hurried, verdict, text.Length);
            }
        }
        if (_tail is null && rules.Values.Unfinished(text, _done) is { Finding: Finding.Open } unfinished)
        {
            (hold, again) = (Math.Min(hold, unfinished.From), Math.Min(again, unfinished.From));
            HideIfHurried(hurried, unfinished, text.Length);
        }
        // What began before may hide more than the secret within it: both are looked at again.
        if (again < int.MaxValue)
            _tail = null;
        if (_tail is not null)
            hold = Math.Min(hold, at);
        _next = _tail is not null ? at : Math.Min(again, Math.Max(at, text.Length - RedactionRules.LongestAnchor + 1));
        return hold;
    }

    /// <summary>A secret in what says that another one comes, such as the name before a password.</summary>
    /// <returns>Where it ends.</returns>
    private int HideBefore(ReadOnlySpan<char> text, Verdict verdict, int end)
    {
        Count(verdict.From);
        var length = verdict.Tail!.Take(text[verdict.From..end], out _);
        Hide(verdict.From, verdict.From + length, verdict.Tail.ShowsLayout);
        return verdict.From + length;
    }

    private void TakeTail(ReadOnlySpan<char> text, ref int at)
    {
        var end = at + _tail!.Take(text[at..], out var ended);
        Hide(at, end, _tail.ShowsLayout);
        _done = at = end;
        if (ended)
            _tail = null;
    }

    private void HideIfHurried(bool hurried, Verdict verdict, int end)
    {
        if (!hurried || !verdict.IsLikely || verdict.From >= end)
            return;
        Count(verdict.From);
        Hide(verdict.From, end, showsLayout: false);
    }

    private int ScanLines(bool hurried)
    {
        var text = output.Text;
        while (text[_line..].IndexOfAny('\n', '\r', Shape.Break) is var length and >= 0)
        {
            ScanLine(text, length);
            _line += length + 1;
        }
        if (hurried || text.Length - _line > LongestLine)
            ScanLine(text, text.Length - _line);
        if (text.Length - _line > LongestLine)
            _line = text.Length - (LongestLine / 2);
        return _line;
    }

    private void ScanLine(ReadOnlySpan<char> text, int length)
    {
        var line = _line;
        rules.Patterns.Find(text.Slice(line, length), (from, to) =>
        {
            if (line + to <= output.HeldFrom)
                return;
            Count(line + from);
            Hide(line + from, line + to, showsLayout: false);
        });
    }

    private void Hide(int from, int to, bool showsLayout)
    {
        output.Hide(from, to, showsLayout);
        _hiddenTo = Math.Max(_hiddenTo, to);
    }

    /// <summary>What adjoins what was hidden belongs to it: it was hidden in a hurry, before it was known how far it goes.</summary>
    private void Count(int from)
    {
        if (from > _hiddenTo)
            Hidden++;
    }

    /// <summary>A secret that is known and not yet come to.</summary>
    /// <param name="At">Where what says so stands.</param>
    /// <param name="From">Where it begins.</param>
    private readonly record struct Found(int At, int From, SecretTail Tail);
}
