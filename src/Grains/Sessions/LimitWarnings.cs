using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>Tells everyone at 80 % and at 95 % of the session's bytes and of the sharer's bytes of the day, once each.</summary>
internal sealed class LimitWarnings(Notices notices, SessionOptions options)
{
    private int _size;
    private int _dayStep;
    private int _day;

    /// <summary>The session's log holds so many payload bytes.</summary>
    public void Size(long bytes)
    {
        if (options.WhenFull == WhenFull.Roll || StepOf(bytes, options.MaxBytes) is not (> 0 and var step) || step <= _size)
            return;
        _size = step;
        notices.Tell(Reason.SessionSizeLimit, $"This session has {step} % of its {options.MaxBytes:N0} bytes; it ends when they are full.");
    }

    /// <summary>The sharer has used so many payload bytes of that UTC day.</summary>
    public void Day(int day, long used, long limit)
    {
        if (day != _day)
        {
            notices.Take(Reason.DayLimit);
            (_day, _dayStep) = (day, 0);
        }

        if (StepOf(used, limit) is not (> 0 and var step) || step <= _dayStep)
            return;
        _dayStep = step;
        notices.Tell(Reason.DayLimit, $"The sharer has used {step} % of the day's {limit:N0} bytes; they reset at 00:00 UTC.");
    }

    /// <summary>Blocks have left the log.</summary>
    public void Rolled() =>
        notices.Tell(Reason.SessionSizeLimit, $"This session has more than {options.MaxBytes:N0} bytes: its oldest blocks leave the log from here on.");

    private static int StepOf(long used, long limit) => used >= limit * 0.95 ? 95 : used >= limit * 0.8 ? 80 : 0;
}
