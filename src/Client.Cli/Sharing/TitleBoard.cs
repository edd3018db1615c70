namespace SessionShare.Cli.Sharing;

/// <summary>A title that says a state, and for a while an answer in place of it. From any thread.</summary>
internal sealed class TitleBoard : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly Lock _changing = new();
    private readonly Action<string> _show;
    private readonly ITimer _answerOver;
    private string _state = "";
    private string? _answer;

    /// <param name="show">Sets the title.</param>
    public TitleBoard(Action<string> show, TimeProvider time)
    {
        _show = show;
        _answerOver = time.CreateTimer(_ => Set(() => _answer = null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void State(string state) => Set(() => _state = state);

    public void Answer(string answer)
    {
        Set(() => _answer = answer);
        _answerOver.Change(AnswerTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _answerOver.Dispose();

    private void Set(Action change)
    {
        lock (_changing)
        {
            change();
            _show(_answer ?? _state);
        }
    }
}
