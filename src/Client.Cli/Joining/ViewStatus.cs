using SessionShare.Cli.Sharing;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Keeps a viewer's title right, and shows answers in it for a while. From any thread.</summary>
internal sealed class ViewStatus(Action<string> show, TimeProvider time) : IDisposable
{
    private readonly TitleBoard _board = new(show, time);
    private readonly Lock _changing = new();
    private ViewTitle _title = new("", Role.View, null, true, new(1, 1), new(1, 1), null);

    public ViewTitle Title
    {
        get
        {
            lock (_changing)
                return _title;
        }
    }

    public void Change(Func<ViewTitle, ViewTitle> change)
    {
        lock (_changing)
        {
            _title = change(_title);
            _board.State($"{_title}");
        }
    }

    public void Answer(string text) => _board.Answer(text);

    public void Dispose() => _board.Dispose();
}
