namespace SessionShare.Cli.Sharing;

/// <summary>
/// What the sharer lets happen with `--approve`: each run is asked for, and others' keys get through only in the one program that runs when the sharer releases it. From any
/// thread.
/// </summary>
/// <param name="line">Where the shell stands.</param>
internal sealed class Approval(PromptLine line)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _asked;
    private Task? _releasedUntil;

    /// <summary>Whether others' keys reach the program now: it was released, and runs still.</summary>
    public bool IsReleased
    {
        get
        {
            lock (_gate)
                return _releasedUntil is { IsCompleted: false };
        }
    }

    /// <summary>Completes when the program that was released has ended; null: none was.</summary>
    public Task? Released
    {
        get
        {
            lock (_gate)
                return _releasedUntil;
        }
    }

    /// <summary>The program that runs takes others' keys until it ends; said again: no longer. Null: at a prompt there is none to release.</summary>
    public bool? Release()
    {
        lock (_gate)
        {
            if (_releasedUntil is { IsCompleted: false })
            {
                _releasedUntil = null;
                return false;
            }

            if (line.Now.State is PromptState.Comes or PromptState.Stands)
                return null;
            _releasedUntil = line.CommandEnd;
            return true;
        }
    }

    /// <summary>Asks the sharer; the task's result is the answer.</summary>
    public Task<bool> Ask()
    {
        lock (_gate)
        {
            _asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _asked.Task;
        }
    }

    /// <summary>Whether an answer is waited for.</summary>
    public bool IsAsking
    {
        get
        {
            lock (_gate)
                return _asked is not null;
        }
    }

    /// <summary>What was asked is over, answered or not.</summary>
    public void Withdraw()
    {
        lock (_gate)
            _asked = null;
    }

    /// <summary>The sharer answers. False: nothing was asked.</summary>
    public bool Answer(bool yes)
    {
        lock (_gate)
        {
            var asked = _asked;
            _asked = null;
            return asked?.TrySetResult(yes) == true;
        }
    }
}
