namespace SessionShare.Cli.Sharing;

/// <summary>Tells the server whether others' keys are held, so that who types hears of it: they are with `--approve`, but for a program that was released, and while the sharer has paused. From any thread.</summary>
/// <param name="approval">Null: others type as they may.</param>
/// <param name="isPaused">The sharer shows nothing just now.</param>
/// <param name="hold">Tells it.</param>
internal sealed class TypingHold(Approval? approval, Func<bool> isPaused, Action<bool> hold)
{
    /// <summary>It may be otherwise than before.</summary>
    public void Look()
    {
        hold(isPaused() || approval is { IsReleased: false });
        if (approval?.Released is { IsCompleted: false } until)
            LookBehind(until);
    }

    private async void LookBehind(Task until)
    {
        await until;
        hold(isPaused() || approval is { IsReleased: false });
    }
}
