using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Input on its way to the session: numbered when it is first sent, at most one piece under way, since the order must hold when
/// one is refused. What is typed meanwhile is joined into the next piece.
/// </summary>
internal sealed class TypingQueue(Action changed)
{
    /// <summary>Bytes that may wait. A person types bytes a second; a paste of a megabyte is a mistake better told than sent.</summary>
    public const int Most = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = new();
    private int _bytes;
    private long _next = 1;
    private TypeRequest? _underWay;
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

    /// <summary>The piece to send now: the one under way again if there is one.</summary>
    public TypeRequest? Next()
    {
        lock (_gate)
            return _underWay ??= _waiting.Count == 0 ? null : new TypeRequest(_next, Piece());
    }

    /// <summary>
    /// The piece under way was answered. Taken: its number is used up. Refused: what it had of each input, and what is left of
    /// them, is dropped; the number stays free.
    /// </summary>
    public void Answered(Refusal? refused)
    {
        List<Waiting> done = [];
        lock (_gate)
        {
            if (_underWay is not { } underWay)
                return;
            var bytes = underWay.Bytes.Length;
            _underWay = null;
            _next += refused is null ? 1 : 0;
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

        done.ForEach(waiting => waiting.Done.TrySetResult(refused));
    }

    /// <summary>Back after a lost connection: the session took numbers up to <paramref name="typedThrough"/> in.</summary>
    public void Resume(long typedThrough)
    {
        bool taken;
        lock (_gate)
        {
            taken = _underWay is { } underWay && underWay.Number <= typedThrough;
            if (_underWay is null)
                _next = Math.Max(_next, typedThrough + 1);
        }

        if (taken)
            Answered(null);
    }

    /// <summary>Nothing can be typed any more.</summary>
    public void End(Refusal why)
    {
        List<Waiting> done;
        lock (_gate)
        {
            _over ??= why;
            done = [.. _waiting];
            _waiting.Clear();
            (_bytes, _underWay) = (0, null);
        }

        done.ForEach(waiting => waiting.Done.TrySetResult(why));
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
