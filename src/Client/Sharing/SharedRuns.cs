using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>
/// Runs of the draft that the session asked for: each is told to the program once, however often the server tells it, and its answer is said again where the server did not
/// hear it. Thread-safe.
/// </summary>
internal sealed class SharedRuns(Action changed)
{
    private readonly Lock _gate = new();
    private long _newest = -1;
    private RunAnswer? _answer;
    private bool _owes;

    /// <summary>What the program is to be told; null: nothing.</summary>
    public SharedEvent? Told(RunAsked run)
    {
        lock (_gate)
        {
            if (run is not { Text: { } text, Participant: { } participant, Person: { } person })
                return run.Number == _newest && _answer is not { State: RunState.Ran or RunState.Refused } ? new SharedEvent.RunTakenBack(run.Number) : null;
            if (run.Number > _newest)
            {
                (_newest, _answer, _owes) = (run.Number, null, false);
                return new SharedEvent.RunAsked(run.Number, participant, person, text);
            }

            _owes = _answer is not null && run.Number == _newest;
        }

        changed();
        return null;
    }

    /// <summary>What became of a run.</summary>
    public void Answer(RunAnswer answer)
    {
        lock (_gate)
        {
            if (answer.Number != _newest)
                return;
            (_answer, _owes) = (answer, true);
        }

        changed();
    }

    /// <summary>The answer to say now; null: none.</summary>
    public RunAnswer? Next()
    {
        lock (_gate)
        {
            var owed = _owes ? _answer : null;
            _owes = false;
            return owed;
        }
    }
}
