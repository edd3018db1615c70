using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Input on its way to the session: numbered when it is first sent, at most one piece under way, since the order must hold when
/// one is refused. What is typed meanwhile is joined into the next piece. What was taken in is kept until the sharer's client has dealt with it.
/// </summary>
internal sealed class TypingQueue(Action changed)
{
    /// <summary>Bytes that may wait. A person types bytes a second; a paste of a megabyte is a mistake better told than sent.</summary>
    public const int Most = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = new();
    private readonly TakenInput _taken = new();
    private int _bytes;
    private long _next = 1;
    private (long Number, byte[] Bytes)? _underWay;
    private Refusal? _over;

    /// <summary>Queues input; the task is <see cref="WatchedSession.Type"/>'s.</summary>
    public Task<Refusal?> Add(ReadOnlyMemory<byte> bytes)
    {
        Waiting added;
        lock (_gate)
        {
            if (_over is not null || bytes.IsEmpty)
                return Task.FromResult(_over);
            if (_bytes + bytes.Length > Most)
                return Task.FromResult<Refusal?>(new(Reason.Busy, $"More than {Most} bytes of input are waiting to be typed."));
            _waiting.AddLast(added = new Waiting(bytes.ToArray()));
            _bytes += bytes.Length;
        }

        changed();
        return added.Done.Task;
    }

    /// <summary>Whether input was taken in of which nobody has said yet that it was dealt with.</summary>
    public bool IsUnwritten
    {
        get
        {
            lock (_gate)
                return _taken.Oldest is not null;
        }
    }

    /// <summary>The piece to send now: one that was taken in, where it is to be sent again; else the one under way, again if there is one.</summary>
    public TypeRequest? Next()
    {
        lock (_gate)
        {
            if (_taken.Again is { } again)
                return again;
            if (_waiting.Count > 0)
                _underWay ??= (_next, Piece());
            return _underWay is { } piece ? new TypeRequest(piece.Number, piece.Bytes, _taken.Oldest) : null;
        }
    }

    /// <summary>
    /// A piece was answered. Taken: its number is used up. Refused: what it had of each input, and what is left of
    /// them, is dropped; the number stays free. A gap: what was taken in before is sent again from there, then the piece.
    /// </summary>
    public void Answered(TypeRequest request, TypeReply reply)
    {
        List<Waiting> done = [];
        lock (_gate)
        {
            _taken.Written(reply.Written);
            if (reply.Refused is { Reason: Reason.Gap, Expected: { } expected } && _taken.From(expected))
                return;
            if (request.Number < (_underWay?.Number ?? _next))
                AnsweredAgain(request.Number, reply.Refused);
            else
                AnsweredFirst(request.Number, reply, done);
        }

        done.ForEach(waiting => waiting.Done.TrySetResult(reply.Refused));
    }

    /// <summary>
    /// Back after a lost connection: the session took numbers up to <paramref name="typedThrough"/> in. A piece under way is sent again though it is among them: only
    /// its answer tells whether it was dealt with.
    /// </summary>
    public void Resume(long typedThrough)
    {
        lock (_gate)
        {
            if (_underWay is null)
                _next = Math.Max(_next, typedThrough + 1);
            _taken.From(typedThrough + 1);
        }
    }

    /// <summary>Asks whether the session still has what it took in, by sending the newest piece of it again.</summary>
    public void Confirm()
    {
        lock (_gate)
            _taken.Confirm();
    }

    /// <summary>What was taken in and not dealt with is void, as at the session: this viewer may not type any more.</summary>
    public void Forget()
    {
        lock (_gate)
            _taken.Clear();
    }

    /// <summary>What waits behind a piece that is sent again has waited long enough.</summary>
    public void Refuse(Refusal why)
    {
        List<Waiting> done;
        lock (_gate)
        {
            if (_underWay is not null)
                return; // Perhaps it was taken in: only its answer tells.
            done = TakeWaiting();
        }

        done.ForEach(waiting => waiting.Done.TrySetResult(why));
    }

    /// <summary>Nothing can be typed any more.</summary>
    public void End(Refusal why)
    {
        List<Waiting> done;
        lock (_gate)
        {
            _over ??= why;
            done = TakeWaiting();
            _taken.Clear();
            _underWay = null;
        }

        done.ForEach(waiting => waiting.Done.TrySetResult(why));
    }

    private List<Waiting> TakeWaiting()
    {
        List<Waiting> all = [.. _waiting];
        _waiting.Clear();
        _bytes = 0;
        return all;
    }

    private void AnsweredAgain(long number, Refusal? refused)
    {
        if (refused is null)
            _taken.Passed(number);
        else
            _taken.Clear();
    }

    private void AnsweredFirst(long number, TypeReply reply, List<Waiting> done)
    {
        if (_underWay is not { } underWay || underWay.Number != number)
            return;
        var (refused, bytes) = (reply.Refused, underWay.Bytes.Length);
        _underWay = null;
        _next += refused is null ? 1 : 0;
        if (refused is null && reply.Epoch > 0 && reply.Written < number)
            _taken.Add(number, underWay.Bytes, reply.Epoch);
        while (bytes > 0)
        {
            var first = _waiting.First!.Value;
            var part = Math.Min(bytes, first.Left);
            bytes -= part;
            first.Sent += part;
            _bytes -= refused is null ? part : part + first.Left;
            if (refused is null && first.Left > 0)
                break;
            done.Add(first);
            _waiting.RemoveFirst();
        }
    }

    private byte[] Piece()
    {
        var piece = new byte[Math.Min(_waiting.Sum(waiting => waiting.Left), WireLimits.TypeBytes)];
        var length = 0;
        foreach (var waiting in _waiting)
        {
            var part = Math.Min(piece.Length - length, waiting.Left);
            waiting.Bytes.AsSpan(waiting.Sent, part).CopyTo(piece.AsSpan(length));
            length += part;
            if (length == piece.Length)
                break;
        }

        return piece;
    }

    private sealed class Waiting(byte[] bytes)
    {
        public byte[] Bytes { get; } = bytes;

        public int Sent { get; set; }

        public int Left => Bytes.Length - Sent;

        public TaskCompletionSource<Refusal?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
