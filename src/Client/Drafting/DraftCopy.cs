using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// One client's copy of the draft: the text as the session has it, and behind it one's own edits that it has not confirmed. Others' edits move these along. No connection,
/// no clock; not thread-safe.
/// </summary>
internal sealed class DraftCopy
{
    /// <summary>Own edits that can be undone.</summary>
    private const int MostUndo = 200;

    /// <summary>Edits of others over which a position that they still know can be mapped.</summary>
    private const int MostMapped = 100;

    private readonly List<DraftDelta> _waiting = [];
    private readonly List<DraftDelta> _undo = [];
    private readonly List<DraftDelta> _redo = [];
    private readonly Queue<(long Number, DraftDelta Delta)> _mapped = new();
    private string _confirmed = "";
    private long _edit;
    private bool _isUnderWay;
    private long _missed;

    /// <summary>Of the text that the session has, as far as it is known here.</summary>
    public long Number { get; private set; }

    /// <summary>The text, own edits included.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether every own edit is confirmed.</summary>
    public bool IsSettled => _waiting.Count == 0;

    /// <summary>The whole text came, and only the session can say which of one's own edits are in it.</summary>
    public bool MustRead { get; private set; }

    public bool CanUndo => _undo.Count > 0;

    public bool CanRedo => _redo.Count > 0;

    /// <summary>Edits the text here. One that inserts more than the session takes at once is made as several.</summary>
    /// <exception cref="ArgumentException">The changes do not fit the text.</exception>
    public void Edit(IReadOnlyList<DraftChange> changes)
    {
        foreach (var part in Parts(changes))
        {
            if (DraftText.FaultOf(Text, part) is { } fault)
                throw new ArgumentException(fault, nameof(changes));
            var delta = DraftDelta.Of(part, Text.Length);
            Remember(_undo, delta.Invert(Text));
            _redo.Clear();
            MakeOne(delta);
        }
    }

    /// <summary>Takes one's own newest edit back. False: there is none.</summary>
    public bool Undo() => Back(_undo, _redo);

    /// <summary>Makes again what was taken back last.</summary>
    public bool Redo() => Back(_redo, _undo);

    /// <summary>What to send now; null: nothing, or an answer is waited for. Sent again, after a lost connection, it is the same.</summary>
    public EditDraftRequest? Next()
    {
        // Others' edits left nothing of it, so they were first: it was not taken.
        if (_isUnderWay && _waiting[0].IsEmpty)
            _isUnderWay = false;
        if (!_isUnderWay)
            Join();
        if (MustRead || _waiting.Count == 0)
            return null;
        if (!_isUnderWay)
            _edit++;
        _isUnderWay = true;
        return new EditDraftRequest(Number, _edit, _waiting[0].ToChanges());
    }

    /// <summary>Others were first: what was sent is not taken, and goes out anew once their edits are here.</summary>
    public void Moved() => _isUnderWay = false;

    /// <summary>The session does not take what was sent and never will: own edits are gone.</summary>
    public void Refused() => Forget();

    /// <summary>Takes in what the session told. Where edits before it are missing, the session is to be asked.</summary>
    /// <param name="self">This participant.</param>
    public void Take(DraftUpdate told, string self)
    {
        if (told.Text is { } text)
            TakeWhole(told.Number, text);

        foreach (var edit in told.Edits ?? [])
        {
            if (edit.Number <= Number)
                continue;
            if (edit.Number != Number + 1)
            {
                (MustRead, _missed) = (true, told.Number);
                return;
            }

            Take(edit, self);
        }
    }

    /// <summary>What the session answered to who asked: which of one's own edits are in it is known.</summary>
    public void TakeRead(DraftUpdate told, long edited, string self)
    {
        if (_isUnderWay && edited >= _edit && told.Text is not null)
        {
            _confirmed = _waiting[0].Apply(_confirmed);
            Confirm();
        }

        MustRead = false;
        if (told.Text is { } text)
            Replace(told.Number, text);
        else
            Take(told, self);
        _edit = Math.Max(_edit, edited);
        // What the stream told while this answer was on its way was left out.
        MustRead |= Number < _missed;
    }

    /// <summary>Where a position in the draft of that number stands in the text here; null: it is not known (any more, or yet).</summary>
    public int? Map(long number, int position)
    {
        if (number > Number || number < Number - _mapped.Count)
            return null;
        foreach (var (_, delta) in _mapped.Where(edit => edit.Number > number))
            position = delta.Map(position);
        foreach (var delta in _waiting)
            position = delta.Map(position);
        return Math.Min(position, Text.Length);
    }

    /// <summary>Where a position of the text here stands in the text that the session has.</summary>
    public int ToConfirmed(int position)
    {
        var text = _confirmed;
        var inverses = new List<DraftDelta>();
        foreach (var delta in _waiting)
        {
            inverses.Add(delta.Invert(text));
            text = delta.Apply(text);
        }

        for (var at = inverses.Count - 1; at >= 0; at--)
            position = inverses[at].Map(position);
        return Math.Min(position, _confirmed.Length);
    }

    private void Take(DraftEdit edit, string self)
    {
        var isOwn = edit.Participant == self && edit.Cause == DraftCause.Edit && _isUnderWay && edit.Edit == _edit;
        var delta = DraftDelta.Of(edit.Changes, _confirmed.Length);
        Mapped(edit.Number, delta);
        if (isOwn)
        {
            // As sent, and rebased here over the same edits as there.
            _confirmed = delta.Apply(_confirmed);
            Number = edit.Number;
            Confirm();
            return;
        }

        if (edit.Cause == DraftCause.Run)
            Forget();
        Others(delta);
        Number = edit.Number;
    }

    private void TakeWhole(long number, string text)
    {
        if (number == Number && text == _confirmed)
            return;
        if (_waiting.Count > 0)
            (MustRead, _missed) = (true, number);
        else
            Replace(number, text);
    }

    /// <summary>Own edits move over whatever the difference is.</summary>
    private void Replace(long number, string text)
    {
        if (number < Number)
            return;
        _mapped.Clear();
        Others(DraftDelta.Between(_confirmed, text));
        Number = number;
    }

    /// <summary>An edit that is not one's own, made on the text that the session has.</summary>
    private void Others(DraftDelta theirs)
    {
        _confirmed = theirs.Apply(_confirmed);
        for (var at = 0; at < _waiting.Count; at++)
            (theirs, _waiting[at]) = DraftDelta.Rebase(theirs, _waiting[at]);
        Text = theirs.Apply(Text);
        Carry(_undo, theirs);
        Carry(_redo, theirs);
    }

    /// <summary>Each entry stands on the text that the one behind it leaves: the last on the text of now.</summary>
    private static void Carry(List<DraftDelta> entries, DraftDelta theirs)
    {
        for (var at = entries.Count - 1; at >= 0; at--)
            (theirs, entries[at]) = DraftDelta.Rebase(theirs, entries[at]);
    }

    private void Make(DraftDelta delta)
    {
        foreach (var part in Parts(delta.ToChanges()))
            MakeOne(DraftDelta.Of(part, Text.Length));
    }

    private void MakeOne(DraftDelta delta)
    {
        Text = delta.Apply(Text);
        _waiting.Add(delta);
    }

    private bool Back(List<DraftDelta> from, List<DraftDelta> to)
    {
        if (from.Count == 0)
            return false;
        var delta = from[^1];
        from.RemoveAt(from.Count - 1);
        Remember(to, delta.Invert(Text));
        if (!delta.IsEmpty)
            Make(delta);
        return true;
    }

    /// <summary>What was typed meanwhile becomes one edit, as far as the session takes it as one.</summary>
    private void Join()
    {
        _waiting.RemoveAll(delta => delta.IsEmpty);
        while (_waiting.Count > 1 && _waiting[0].Then(_waiting[1]) is var joined && joined.Inserted <= WireLimits.DraftInsertUnits && joined.ToChanges().Count <= WireLimits.DraftChanges)
        {
            _waiting[0] = joined;
            _waiting.RemoveAt(1);
        }

        _waiting.RemoveAll(delta => delta.IsEmpty);
    }

    private void Confirm()
    {
        _waiting.RemoveAt(0);
        _isUnderWay = false;
    }

    private void Forget()
    {
        _waiting.Clear();
        _undo.Clear();
        _redo.Clear();
        (_isUnderWay, Text) = (false, _confirmed);
    }

    private void Mapped(long number, DraftDelta delta)
    {
        _mapped.Enqueue((number, delta));
        if (_mapped.Count > MostMapped)
            _mapped.Dequeue();
    }

    private static void Remember(List<DraftDelta> entries, DraftDelta delta)
    {
        entries.Add(delta);
        if (entries.Count > MostUndo)
            entries.RemoveAt(0);
    }

    /// <summary>A large paste, piece by piece, each behind the one before; no piece cuts a character.</summary>
    private static IEnumerable<IReadOnlyList<DraftChange>> Parts(IReadOnlyList<DraftChange> changes)
    {
        if (changes.Count <= WireLimits.DraftChanges && changes.Sum(change => change.Insert.Length) <= WireLimits.DraftInsertUnits)
        {
            yield return changes;
            yield break;
        }

        // From the last on, so that the positions of those before stay right.
        foreach (var change in changes.Reverse())
        {
            var (from, to, left) = (change.From, change.To, change.Insert);
            do
            {
                var length = Math.Min(left.Length, WireLimits.DraftInsertUnits);
                if (DraftText.IsInsidePair(left, length))
                    length--;
                yield return [new DraftChange(from, to, left[..length])];
                (from, left) = (from + length, left[length..]);
                to = from;
            }
            while (left.Length > 0);
        }
    }
}
