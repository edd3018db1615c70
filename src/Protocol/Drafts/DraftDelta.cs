using System.Text;

namespace SessionShare.Protocol;

/// <summary>
/// An edit over a whole text: pieces that are kept, taken out or put in, from its start to its end. What changes are joined, rebased and undone with. Immutable.
/// </summary>
public sealed class DraftDelta
{
    private readonly List<Piece> _pieces = [];

    private DraftDelta()
    {
    }

    /// <summary>Units of the text that it is made for.</summary>
    public int LengthBefore { get; private set; }

    /// <summary>Units of the text that comes of it.</summary>
    public int LengthAfter { get; private set; }

    /// <summary>Units that it puts in.</summary>
    public int Inserted { get; private set; }

    /// <summary>Whether it changes nothing.</summary>
    public bool IsEmpty => _pieces.TrueForAll(piece => piece.Kind == Kind.Keep);

    /// <summary>An edit of a text of so many units; its changes fit (<see cref="DraftText.FaultOf(string, IReadOnlyList{DraftChange})"/>).</summary>
    public static DraftDelta Of(IReadOnlyList<DraftChange> changes, int length)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var delta = new DraftDelta();
        var at = 0;
        foreach (var change in changes)
        {
            delta.Keep(change.From - at);
            delta.Insert(change.Insert);
            delta.Delete(change.To - change.From);
            at = change.To;
        }

        delta.Keep(length - at);
        return delta;
    }

    /// <summary>The smallest single replacement that makes one text of another, without cutting a character.</summary>
    public static DraftDelta Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var most = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < most && before[start] == after[start])
            start++;
        while (DraftText.IsInsidePair(before, start) || DraftText.IsInsidePair(after, start))
            start--;
        var end = 0;
        while (end < most - start && before[^(end + 1)] == after[^(end + 1)])
            end++;
        while (end > 0 && (DraftText.IsInsidePair(before, before.Length - end) || DraftText.IsInsidePair(after, after.Length - end)))
            end--;
        return Of([new DraftChange(start, before.Length - end, after[start..^end])], before.Length);
    }

    /// <summary>As it is told: none where it changes nothing.</summary>
    public IReadOnlyList<DraftChange> ToChanges()
    {
        var changes = new List<DraftChange>();
        var (at, from, insert) = (0, 0, new StringBuilder());
        foreach (var piece in _pieces)
        {
            if (piece.Kind == Kind.Keep)
            {
                Close();
                from = at += piece.Length;
            }
            else if (piece.Kind == Kind.Delete)
            {
                at += piece.Length;
            }
            else
            {
                insert.Append(piece.Text);
            }
        }

        Close();
        return changes;

        void Close()
        {
            if (at > from || insert.Length > 0)
                changes.Add(new DraftChange(from, at, insert.ToString()));
            insert.Clear();
        }
    }

    /// <summary>The text that comes of it.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(LengthAfter);
        var at = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Kind == Kind.Keep)
                result.Append(text, at, piece.Length);
            else if (piece.Kind == Kind.Insert)
                result.Append(piece.Text);
            at += piece.Kind == Kind.Insert ? 0 : piece.Length;
        }

        return result.ToString();
    }

    /// <summary>What takes it back, on the text that comes of it; <paramref name="text"/> is that before.</summary>
    public DraftDelta Invert(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var inverse = new DraftDelta();
        var at = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Kind == Kind.Keep)
                inverse.Keep(piece.Length);
            else if (piece.Kind == Kind.Delete)
                inverse.Insert(text.Substring(at, piece.Length));
            else
                inverse.Delete(piece.Length);
            at += piece.Kind == Kind.Insert ? 0 : piece.Length;
        }

        return inverse;
    }

    /// <summary>This edit and then <paramref name="next"/>, as one.</summary>
    public DraftDelta Then(DraftDelta next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var joined = new DraftDelta();
        var (first, second) = (new Reader(this), new Reader(next));
        while (!first.IsDone || !second.IsDone)
        {
            if (first.Kind == Kind.Delete)
            {
                joined.Delete(first.Take(first.Left).Length);
            }
            else if (second.Kind == Kind.Insert)
            {
                joined.Insert(second.Take(second.Left).Text);
            }
            else
            {
                var length = Math.Min(first.Left, second.Left);
                var (one, two) = (first.Take(length), second.Take(length));
                if (one.Kind == Kind.Insert && two.Kind == Kind.Keep)
                    joined.Insert(one.Text);
                else if (one.Kind == Kind.Keep && two.Kind == Kind.Keep)
                    joined.Keep(length);
                else if (one.Kind == Kind.Keep)
                    joined.Delete(length);
            }
        }

        return joined;
    }

    /// <summary>
    /// Two edits of one text, each rebased over the other: <paramref name="first"/> and then the second result is the same text as <paramref name="second"/> and
    /// then the first result. Where both insert at one place, the first one's stands first.
    /// </summary>
    public static (DraftDelta First, DraftDelta Second) Rebase(DraftDelta first, DraftDelta second)
    {
        var (one, two) = (new DraftDelta(), new DraftDelta());
        var (a, b) = (new Reader(first), new Reader(second));
        while (!a.IsDone || !b.IsDone)
        {
            if (a.Kind == Kind.Insert)
            {
                var piece = a.Take(a.Left);
                one.Insert(piece.Text);
                two.Keep(piece.Length);
            }
            else if (b.Kind == Kind.Insert)
            {
                var piece = b.Take(b.Left);
                one.Keep(piece.Length);
                two.Insert(piece.Text);
            }
            else
            {
                var length = Math.Min(a.Left, b.Left);
                var (ours, theirs) = (a.Take(length).Kind, b.Take(length).Kind);
                if (ours == Kind.Keep && theirs == Kind.Keep)
                {
                    one.Keep(length);
                    two.Keep(length);
                }
                else if (ours == Kind.Delete && theirs == Kind.Keep)
                {
                    one.Delete(length);
                }
                else if (ours == Kind.Keep)
                {
                    two.Delete(length);
                }
            }
        }

        return (one, two);
    }

    /// <summary>Where a position of the text before stands in the text behind it; behind what is put in at that very place.</summary>
    public int Map(int position)
    {
        var (before, after) = (0, 0);
        foreach (var piece in _pieces)
        {
            if (piece.Kind == Kind.Insert)
            {
                after += piece.Length;
                continue;
            }

            if (before + piece.Length > position)
                return piece.Kind == Kind.Keep ? after + position - before : after;
            before += piece.Length;
            after += piece.Kind == Kind.Keep ? piece.Length : 0;
        }

        return after;
    }

    private void Keep(int length) => Add(new Piece(Kind.Keep, length, ""));

    private void Delete(int length) => Add(new Piece(Kind.Delete, length, ""));

    /// <summary>What is put in stands before what is taken out at the same place, so that one edit has one form.</summary>
    private void Insert(string text)
    {
        if (text.Length > 0 && _pieces.Count > 0 && _pieces[^1] is { Kind: Kind.Delete } deleted)
        {
            _pieces.RemoveAt(_pieces.Count - 1);
            LengthBefore -= deleted.Length;
            Add(new Piece(Kind.Insert, text.Length, text));
            Add(deleted);
            return;
        }

        Add(new Piece(Kind.Insert, text.Length, text));
    }

    private void Add(Piece piece)
    {
        if (piece.Length == 0)
            return;
        LengthBefore += piece.Kind == Kind.Insert ? 0 : piece.Length;
        LengthAfter += piece.Kind == Kind.Delete ? 0 : piece.Length;
        Inserted += piece.Kind == Kind.Insert ? piece.Length : 0;
        if (_pieces.Count > 0 && _pieces[^1].Kind == piece.Kind)
            _pieces[^1] = new Piece(piece.Kind, _pieces[^1].Length + piece.Length, _pieces[^1].Text + piece.Text);
        else
            _pieces.Add(piece);
    }

    private enum Kind
    {
        Keep,
        Delete,
        Insert,
    }

    private readonly record struct Piece(Kind Kind, int Length, string Text);

    /// <summary>Walks the pieces, in parts as small as one likes.</summary>
    private sealed class Reader(DraftDelta delta)
    {
        private int _at;
        private int _taken;

        public bool IsDone => _at >= delta._pieces.Count;

        /// <summary>Of the piece of now; null at the end.</summary>
        public Kind? Kind => IsDone ? null : delta._pieces[_at].Kind;

        public int Left => IsDone ? throw new InvalidOperationException("The edits are of texts of different lengths.") : delta._pieces[_at].Length - _taken;

        public Piece Take(int length)
        {
            var piece = delta._pieces[_at];
            var part = new Piece(piece.Kind, length, piece.Kind == DraftDelta.Kind.Insert ? piece.Text.Substring(_taken, length) : "");
            _taken += length;
            if (_taken == piece.Length)
                (_at, _taken) = (_at + 1, 0);
            return part;
        }
    }
}
