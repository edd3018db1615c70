using SessionShare.Cli.Pty;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Types standard input into a session, no faster than the session takes it in. Its end ends only the typing.</summary>
internal sealed class StandardInputTyping : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly TaskCompletionSource<Refusal> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WatchedSession _session;
    private readonly LocalTerminal _input;

    public StandardInputTyping(WatchedSession session, LocalTerminal input)
    {
        (_session, _input) = (session, input);
        new Thread(TypeAll) { IsBackground = true, Name = "standard input" }.Start();
    }

    /// <summary>Completes when the session refuses to take what is typed.</summary>
    public Task<Refusal> Refused => _refused.Task;

    public void Dispose() => _input.StopInput();

    private void TypeAll()
    {
        var buffer = new byte[BufferBytes];
        while (_input.ReadInput(buffer) is var count and > 0)
        {
            if (_session.Type(buffer.AsSpan(0, count).ToArray()).GetAwaiter().GetResult() is { } refusal)
            {
                _refused.SetResult(refusal);
                return;
            }
        }
    }
}
