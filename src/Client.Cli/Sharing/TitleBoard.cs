namespace SessionShare.Cli.Sharing;

/// <summary>
/// A title, and a line at the bottom of the terminal, that say a state; for a while an answer in place of both, in the line for a shorter one, or a note in the line alone. From any thread.
/// </summary>
internal sealed class TitleBoard : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NoteTime = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private readonly Action<string> _title;
    private readonly Action<string>? _line;
    private readonly ITimer _answerOver;
    private readonly ITimer _noteOver;
    private (string Title, string Line) _state = ("", "");
    private string? _answer;
    private string? _note;

    /// <param name="title">Sets the title.</param>
    /// <param name="line">Sets the line at the bottom; null: there is none.</param>
    public TitleBoard(Action<string> title, TimeProvider time, Action<string>? line = null)
    {
        (_title, _line) = (title, line);
        _answerOver = time.CreateTimer(_ => Set(() => _answer = null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _noteOver = time.CreateTimer(_ => Set(() => _note = null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="line">With looks; null: as the title.</param>
    public void State(string state, string? line = null) => Set(() => _state = (state, line ?? state));

    public void Answer(string answer)
    {
        Set(() => (_answer, _note) = (answer, answer));
        _answerOver.Change(AnswerTime, Timeout.InfiniteTimeSpan);
        _noteOver.Change(NoteTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something that nobody waits for.</summary>
    public void Note(string note)
    {
        Set(() => _note = note);
        _noteOver.Change(NoteTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _answerOver.Dispose();
        _noteOver.Dispose();
    }

    private void Set(Action change)
    {
        lock (_changing)
        {
            change();
            _title(_answer ?? _state.Title);
            _line?.Invoke(_note ?? _state.Line);
        }
    }
}
