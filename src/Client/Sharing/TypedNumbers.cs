namespace SessionShare.Client;

/// <summary>Which input of which participant was taken in already: numbers grow per participant, and what comes again is dropped.</summary>
internal sealed class TypedNumbers
{
    /// <summary>Participants remembered; the oldest is forgotten. A session has about ten at a time, and each new joining makes a new one.</summary>
    private const int Most = 1024;

    private readonly Dictionary<string, long> _last = [];
    private readonly Queue<string> _participants = new();

    /// <summary>Takes a number in; false when it, or a later one, was taken before.</summary>
    public bool IsNew(string participant, long number)
    {
        if (_last.TryGetValue(participant, out var last))
        {
            if (number <= last)
                return false;
        }
        else
        {
            _participants.Enqueue(participant);
            if (_participants.Count > Most)
                _last.Remove(_participants.Dequeue());
        }

        _last[participant] = number;
        return true;
    }
}
