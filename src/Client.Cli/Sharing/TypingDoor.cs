using System.Collections.Concurrent;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>
/// The only way by which bytes of others reach the program: checked here once more, against the newest roster, whatever the server let through.
/// Written by a thread of its own, since a program that does not read its input makes writing wait.
/// </summary>
/// <param name="roster">The newest one.</param>
/// <param name="hands">Is told who types.</param>
/// <param name="write">Types into the program; false when it has ended.</param>
/// <param name="isPaused">Nobody else sees what happens here, so nobody else types.</param>
/// <param name="approval">Others' keys get through only where it says so; null: always.</param>
internal sealed class TypingDoor(Func<Roster> roster, Hands hands, Func<ReadOnlyMemory<byte>, bool> write, Func<bool>? isPaused = null, Approval? approval = null) : IDisposable
{
    /// <summary>Inputs that wait here, of at most <see cref="WireLimits.TypeBytes"/> each. More wait in the session, whose events then wait too.</summary>
    private const int Waiting = 16;

    private readonly BlockingCollection<(string Participant, ReadOnlyMemory<byte> Bytes)> _inputs = new(Waiting);
    private readonly Lock _holding = new();
    private HashSet<string> _held = [];
    private Thread? _writer;

    public void Open()
    {
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "typed by others" };
        _writer.Start();
    }

    public void Take(string participant, ReadOnlyMemory<byte> bytes)
    {
        if (!_inputs.IsAddingCompleted)
            _inputs.Add((participant, bytes));
    }

    /// <summary>Nobody of those who may type now gets through any more, until a roster says that they may not: the server is being told.</summary>
    public void Hold()
    {
        lock (_holding)
            _held = [.. roster().Participants.Where(known => known.Role >= Role.Edit).Select(known => known.Id)];
    }

    /// <summary>The server could not be told: the roster alone counts again.</summary>
    public void Release()
    {
        lock (_holding)
            _held = [];
    }

    private bool IsHeld(Roster now, string participant)
    {
        lock (_holding)
        {
            if (_held.Count > 0)
                _held.RemoveWhere(held => !Admits(now, held) || IsOwn(now, held)); // The sharer's own devices may type on.
            return _held.Contains(participant);
        }
    }

    /// <summary>Whether a participant may type, by what is known now.</summary>
    internal static bool Admits(Roster roster, string participant) =>
        roster.Participants.Any(known => known.Id == participant && known.Role >= Role.Edit);

    /// <summary>Nothing more gets through. Called once the program has ended, so that writing doesn't wait.</summary>
    public void Dispose()
    {
        _inputs.CompleteAdding();
        _writer?.Join();
        _inputs.Dispose();
    }

    private void WriteAll()
    {
        foreach (var (participant, bytes) in _inputs.GetConsumingEnumerable())
        {
            var now = roster();
            if (!Admits(now, participant) || IsHeld(now, participant) || !IsReleased(now, participant))
                continue;
            hands.Typed(now, now.Participants.First(known => known.Id == participant).Person, bytes.Span);
            write(bytes);
        }
    }

    private bool IsReleased(Roster now, string participant) => isPaused?.Invoke() != true && (approval is null || approval.IsReleased || IsOwn(now, participant));

    private static bool IsOwn(Roster now, string participant) => now.Participants.Any(known => known.Id == participant && now.IsSharer(known.Person));
}
