using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// Who typed what the shell runs: the sharer here, or somebody from elsewhere. Names who started each command, and says of the one that runs whether the sharer
/// alone can have typed it. From any thread.
/// </summary>
internal sealed class Hands(TimeProvider time)
{
    /// <summary>A shell that has shown its prompt for so long has read every line that was typed ahead.</summary>
    private static readonly TimeSpan ReadsAhead = TimeSpan.FromSeconds(1);

    /// <summary>Lines remembered, of a program that takes many before the shell shows its prompt again.</summary>
    private const int MostLines = 1000;

    private const byte OperateAndGetNext = 0x0F;

    private readonly Lock _gate = new();

    /// <summary>Who entered the lines that the shell may not have read yet, in order; null: the sharer. Programs take some of them, so it may be too many.</summary>
    private readonly List<Person?> _unread = [];
    private Person? _entered;
    private Person? _newest;
    private Person? _runs;
    private long? _promptAt;
    private bool _tellsCommands;

    /// <summary>The shell's prompt.</summary>
    public PromptLine Line { get; } = new(time);

    /// <summary>Who of the others may have typed the command that runs, also as a line typed ahead; null: the sharer alone.</summary>
    public Person? Other
    {
        get
        {
            lock (_gate)
                return _tellsCommands ? _runs : _entered;
        }
    }

    /// <summary>Somebody types from elsewhere: the sharer on another device, or one of the others.</summary>
    public void Typed(Roster roster, Person person, ReadOnlySpan<byte> bytes)
    {
        if (roster.IsSharer(person))
            Own(bytes);
        else
            Others(person, bytes);
    }

    /// <summary>The sharer types, here or on another device of theirs.</summary>
    public void Own(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_promptAt is { } since && time.GetElapsedTime(since) >= ReadsAhead)
                _unread.Clear();
            Typed(null, bytes);
        }
    }

    /// <summary>Somebody else types.</summary>
    public void Others(Person person, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            Typed(person, bytes);
    }

    /// <summary>The shell shows its prompt: it has read a line, or had none to read.</summary>
    public void Prompt()
    {
        lock (_gate)
        {
            Line.Prompt();
            _tellsCommands = true;
            _promptAt = time.GetTimestamp();
            if (_unread.Count > 0)
                _unread.RemoveAt(0);
        }
    }

    /// <summary>A command begins. Who of the others started it; null: the sharer.</summary>
    public Person? Started()
    {
        lock (_gate)
        {
            // A shell may start a command by any key that somebody bound to it.
            _runs = _unread.Find(line => line is not null) ?? _newest;
            _promptAt = null;
            Line.Started();
            return _entered;
        }
    }

    private void Typed(Person? person, ReadOnlySpan<byte> bytes)
    {
        _newest = person;
        Line.Typed(bytes);
        var lines = Lines(bytes);
        if (lines == 0)
            return;
        (_entered, _promptAt) = (person, null);
        _unread.AddRange(Enumerable.Repeat(person, lines));
        while (_unread.Count > MostLines)
            _unread.RemoveAt(Math.Max(0, _unread.IndexOf(null)));
    }

    /// <summary>How many keys there are at which a shell may start a command.</summary>
    private static int Lines(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\r') + bytes.Count((byte)'\n') + bytes.Count(OperateAndGetNext);
}
