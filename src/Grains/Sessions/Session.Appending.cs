using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Frames: what is taken in, and what becomes of it.</summary>
internal sealed partial class Session
{
    /// <summary>Takes frames in. Ends the session where a limit is reached: what fits before it is still taken, to the byte.</summary>
    public AppendAnswer Append(AppendCall call, DateTimeOffset now)
    {
        if (RefusalOf(call) is { } refusal)
            return new AppendAnswer(refusal, Tail.End);
        if (FrameRuns.Behind(call.Run.ToRun(), Tail.End) is not { } fresh)
            return new AppendAnswer(null, Tail.End);
        if (fresh.First > Tail.End + 1)
            return new AppendAnswer(RefusalValue.Of(Reason.Gap, expected: Tail.End + 1), Tail.End);

        var most = _options.WhenFull == WhenFull.Roll ? long.MaxValue : _options.MaxBytes - _payloadBefore;
        var intake = Intake.Of(fresh, _count, most, _due, Blocks.NewestNumber);
        if (intake.Fault is not null)
            return new AppendAnswer(RefusalValue.Of(Reason.MalformedFrames, intake.Fault), Tail.End);

        var bytes = intake.Count.Counted - _count.Counted;
        var mustRoll = MustRollFirst(bytes);
        if (mustRoll && _cannotRoll)
            return new AppendAnswer(EndAtLimit(Reason.SessionSizeLimit, now), Tail.End);
        if (mustRoll || Tail.HeldBytes + fresh.Bytes.Length > _options.MaxHeldBytes)
            return new AppendAnswer(RefusalValue.Of(Reason.Busy), Tail.End);

        switch (Day.Verdict(bytes))
        {
            case DayVerdict.Wait:
                return new AppendAnswer(RefusalValue.Of(Reason.Busy), Tail.End);
            case DayVerdict.Exhausted:
                Take(Intake.Of(fresh, _count, _count.Counted + Day.Room, _due, Blocks.NewestNumber), call.Run.Epoch, now);
                return new AppendAnswer(EndAtLimit(Reason.DayLimit, now), Tail.End);
            default:
                Take(intake, call.Run.Epoch, now);
                return new AppendAnswer(intake.Complete ? null : EndAtLimit(Reason.SessionSizeLimit, now), Tail.End);
        }
    }

    /// <summary>A viewer needs a keyframe: one is asked for, unless that was done or the newest is fresh enough. True: it is asked for now.</summary>
    public bool NeedKeyframe()
    {
        if (WantsKeyframe || Ended is not null || Keyframes.SinceNewest <= WireLimits.KeyframeFresh)
            return false;
        WantsKeyframe = true;
        _due.Asked();
        KeyframeWanted++;
        return true;
    }

    /// <summary>Frames up to <paramref name="through"/> are durable, with so many payload bytes, on that day.</summary>
    public void Committed(long through, long payloadBytes, int day, IReadOnlyList<BlockRow> rows)
    {
        Tail.Committed(through);
        Day.Committed(payloadBytes, day);
        Blocks.Committed(rows);
        foreach (var row in rows)
            NoteBlock(row);
        _warnings.Size(PayloadBytes);
        if (Day.Limit > 0)
            _warnings.Day(Day.Day, Day.UsedByUser, Day.Limit);
    }

    private RefusalValue? RefusalOf(AppendCall call)
    {
        if (!IsAuthor(call.Run.Epoch, call.Attachment))
            return RefusalValue.Of(AuthorLost(call.Run.Epoch).Reason);
        if (Ended is not null)
            return SessionEnded();
        if (call.Run.Bytes.Length > WireLimits.AppendBytes)
            return RefusalValue.Of(Reason.AppendTooLarge, $"This one has {call.Run.Bytes.Length}.");
        return FrameCodec.TryMeasure(call.Run.Bytes.Span, call.Run.Count, out _, out var fault)
            ? null
            : new RefusalValue(fault!.Reason, fault.Text, null);
    }

    private void Take(Intake intake, long epoch, DateTimeOffset now)
    {
        if (intake.Run is not { } run)
            return;

        Tail.Add(RunValue.Of(epoch, run));
        _endEpoch = epoch;
        Day.Hold(intake.Count.Counted - _count.Counted);
        (_count, _due) = (intake.Count, intake.Due);
        if (intake.IsActivity)
            Active(now);
        Index(run);
        foreach (var (frame, before) in intake.BlockFrames)
        {
            Blocks.Add(frame, _payloadBefore + before);
            if (frame.Kind == FrameKind.BlockStart)
                BlockBegan();
        }

        if (intake.Size is { } size)
        {
            (_state.Columns, _state.Rows) = (size.Columns, size.Rows);
            StateVersion++;
        }
    }

    private void Index(FrameRun run)
    {
        var isNew = false;
        foreach (var frame in run)
            isNew |= Keyframes.Take(frame);
        if (!isNew)
            return;

        WantsKeyframe = false;
        KeyframesChanged();
    }

    private void KeyframesChanged()
    {
        _state.Keyframes = [.. Keyframes.Marks];
        StateVersion++;
    }

    private RefusalValue EndAtLimit(Reason reason, DateTimeOffset now)
    {
        EndNow(reason, null, now);
        return new RefusalValue(reason, Ended!.Text, null);
    }
}
