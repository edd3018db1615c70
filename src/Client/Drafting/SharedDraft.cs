using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// The draft that all who may edit write together, as this client has it: own edits show at once, and are brought into the session's order behind that. From any thread.
/// Edits of who may not edit, or may not any more, are refused by the session and then taken back here (<see cref="Refused"/>).
/// </summary>
public sealed class SharedDraft
{
    private readonly Lock _gate = new();
    private readonly DraftCopy _copy = new();
    private readonly Func<string> _self;
    private readonly Signal _wake = new();
    private TaskCompletionSource _changed = New();

    internal SharedDraft(Func<string> self) => _self = self;

    /// <summary>The text, own edits included.</summary>
    public string Text => Read(copy => copy.Text);

    /// <summary>The number of the newest text of the session's that is known here.</summary>
    public long Number => Read(copy => copy.Number);

    /// <summary>Whether every own edit is confirmed by the session.</summary>
    public bool IsSettled => Read(copy => copy.IsSettled);

    /// <summary>Whether there is an own edit to take back.</summary>
    public bool CanUndo => Read(copy => copy.CanUndo);

    /// <summary>Whether there is an own edit to make again.</summary>
    public bool CanRedo => Read(copy => copy.CanRedo);

    /// <summary>Called, from any thread, when the session does not take in what was edited here: the text is without it.</summary>
    public Action<Refusal>? Refused { get; set; }

    /// <summary>Edits the text.</summary>
    /// <param name="changes">In order, not overlapping; positions are UTF-16 units of <see cref="Text"/>.</param>
    /// <exception cref="ArgumentException">They do not fit the text, or the text would become too long.</exception>
    public void Edit(params IReadOnlyList<DraftChange> changes) => Change(copy =>
    {
        copy.Edit(changes);
        return true;
    });

    /// <summary>Edits the text as <see cref="Edit"/> does, if it is still this one. False: it is not, and nothing was done.</summary>
    /// <exception cref="ArgumentException">The changes do not fit the text, or the text would become too long.</exception>
    public bool TryEdit(string text, params IReadOnlyList<DraftChange> changes) => Change(copy =>
    {
        if (copy.Text != text)
            return false;
        copy.Edit(changes);
        return true;
    });

    /// <summary>Takes this client's own newest edit back, whatever others did since. False: there is none.</summary>
    public bool Undo() => Change(copy => copy.Undo());

    /// <summary>Makes again what was taken back last. False: there is none.</summary>
    public bool Redo() => Change(copy => copy.Redo());

    /// <summary>A cursor at these positions of <see cref="Text"/>, as others can be told (<see cref="WatchedSession.Show"/>).</summary>
    public DraftCursor Cursor(int anchor, int head) => Read(copy => new DraftCursor(copy.Number, copy.ToConfirmed(anchor), copy.ToConfirmed(head)));

    /// <summary>Where another's cursor stands in <see cref="Text"/>; null: that can't be told just now.</summary>
    public (int Anchor, int Head)? Place(DraftCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return Read(copy => copy.Map(cursor.Number, cursor.Anchor) is { } anchor && copy.Map(cursor.Number, cursor.Head) is { } head ? (anchor, head) : ((int, int)?)null);
    }

    /// <summary>Once every own edit is confirmed or refused: the draft's number then.</summary>
    internal async Task<long> Settled(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_copy.IsSettled)
                    return _copy.Number;
                changed = _changed.Task;
            }

            await changed.Here(cancellationToken);
        }
    }

    /// <summary>Takes in what the stream tells.</summary>
    internal void Take(DraftUpdate told) => Change(copy => copy.Take(told, _self()));

    /// <summary>Sends own edits on one connection, one at a time, and asks for what is missing; ends with the connection.</summary>
    internal async Task Send(IViewerConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var (sent, from) = (0L, 0L);
        while (true)
        {
            if (Read(copy => copy.MustRead))
            {
                // An edit that the session had taken in, and that is not in the whole text, died with who held it.
                if (await ReadAll(connection, time, cancellationToken) is { Text: not null })
                    sent = 0;
            }
            else if (Read(copy => copy.Number) >= from && Change(copy => copy.Next(), tell: false) is { } request && request.Edit != sent)
            {
                var reply = await connection.EditDraft(request, cancellationToken);
                if (reply.Refused is null)
                {
                    sent = request.Edit;
                }
                else if (reply.Refused.Reason == Reason.DraftMoved)
                {
                    from = reply.Number;
                    Change(copy => copy.Moved());
                }
                else if (Reasons.Of(reply.Refused.Reason).Retry)
                {
                    await Task.Delay(AgainAfter, time, cancellationToken);
                }
                else
                {
                    Change(copy => copy.Refused());
                    Refused?.Invoke(reply.Refused);
                }
            }
            else
            {
                await _wake.Wait(cancellationToken);
            }
        }
    }

    private static TimeSpan AgainAfter => TimeSpan.FromMilliseconds(100);

    private async Task<DraftUpdate?> ReadAll(IViewerConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var reply = await connection.ReadDraft(new ReadDraftRequest(Read(copy => copy.Number)), cancellationToken);
        if (reply.Draft is { } draft)
        {
            Change(copy => copy.TakeRead(draft, reply.Edited, _self()));
        }
        else if (reply.Refused is { } refused && Reasons.Of(refused.Reason).Retry)
        {
            await Task.Delay(AgainAfter, time, cancellationToken);
        }
        else
        {
            Change(copy => copy.Refused());
            Refused?.Invoke(reply.Refused ?? Refusal.Of(Reason.ServerFault));
        }

        return reply.Draft;
    }

    private T Read<T>(Func<DraftCopy, T> read)
    {
        lock (_gate)
            return read(_copy);
    }

    private void Change(Action<DraftCopy> change) => Change(copy =>
    {
        change(copy);
        return true;
    });

    private T Change<T>(Func<DraftCopy, T> change, bool tell = true)
    {
        TaskCompletionSource? changed = null;
        T result;
        lock (_gate)
        {
            result = change(_copy);
            if (tell)
                (changed, _changed) = (_changed, New());
        }

        changed?.SetResult();
        if (tell)
            _wake.Set();
        return result;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
