using SessionShare.Cli.Pty;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>
/// This terminal while a shell runs in it: the program's output, and for a while a page of our own in its place. Meanwhile the program's output waits,
/// and beyond <see cref="Waiting"/> bytes the program does. From any thread.
/// </summary>
/// <param name="show">Takes the program's output.</param>
/// <param name="write">To the terminal.</param>
internal sealed class ShellScreen(Action<ReadOnlySpan<byte>> show, Action<ReadOnlySpan<byte>> write) : IDisposable
{
    /// <summary>Bytes that wait for a page to be closed.</summary>
    private const int Waiting = 1024 * 1024;

    /// <summary>Milliseconds in which a program usually finishes an escape sequence or a character that it began.</summary>
    private const int Finishing = 200;

    private readonly Lock _gate = new();
    private readonly OutputScanner _scanner = new();
    private readonly ManualResetEventSlim _free = new(true);
    private readonly AutoResetEvent _ground = new(false);
    private readonly MemoryStream _waiting = new();
    private bool _page;

    /// <summary>The program's output; waits while too much of it waits.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        while (true)
        {
            lock (_gate)
            {
                if (!_page)
                {
                    Show(output);
                    return;
                }
                if (_waiting.Length + output.Length <= Waiting)
                {
                    _waiting.Write(output);
                    return;
                }
                _free.Reset();
            }
            _free.Wait();
        }
    }

    /// <summary>Shows a page of ours, between two pieces of the program's output. False: one is shown already.</summary>
    public bool Open(ReadOnlySpan<byte> opening)
    {
        if (!_scanner.IsGround)
            _ground.WaitOne(Finishing);
        lock (_gate)
        {
            if (_page)
                return false;
            _page = true;
            write(opening);
            return true;
        }
    }

    /// <summary>Draws on the page that is shown.</summary>
    public void Draw(ReadOnlySpan<byte> page)
    {
        lock (_gate)
        {
            if (_page)
                write(page);
        }
    }

    /// <summary>The program's screen again, with what it wrote meanwhile.</summary>
    /// <param name="closing">What brings the screen back as it was.</param>
    public void Close(ReadOnlySpan<byte> closing)
    {
        lock (_gate)
        {
            if (!_page)
                return;
            write(closing);
            _page = false;
            Show(_waiting.GetBuffer().AsSpan(0, (int)_waiting.Length));
            _waiting.SetLength(0);
            _waiting.Capacity = 0;
            _free.Set();
        }
    }

    public void Dispose()
    {
        _free.Dispose();
        _ground.Dispose();
        _waiting.Dispose();
    }

    private void Show(ReadOnlySpan<byte> output)
    {
        show(output);
        _scanner.Scan(output);
        if (_scanner.IsGround)
            _ground.Set();
    }
}
