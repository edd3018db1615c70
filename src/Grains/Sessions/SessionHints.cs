using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>
/// What people who list the session are to look at again, until the grain tells them. To say one thing twice before it is told is to say it once. What is lost with an activation is no
/// loss that lasts: lists are read whole whenever they are watched anew.
/// </summary>
internal sealed class SessionHints
{
    private List<string> _addresses = [];
    private List<SessionAnswer> _answers = [];
    private bool _owner;

    /// <summary>Whether there is anything to tell.</summary>
    public bool Any => _owner || _addresses.Count > 0 || _answers.Count > 0;

    /// <summary>What the sharer's list shows of the session has changed.</summary>
    public void Owner() => _owner = true;

    /// <summary>What the list of whoever is invited by that address shows has changed.</summary>
    public void Address(string email)
    {
        if (!_addresses.Contains(email))
            _addresses.Add(email);
    }

    /// <summary>A person's request was answered.</summary>
    public void Answer(SessionAnswer answer)
    {
        if (!_answers.Contains(answer))
            _answers.Add(answer);
    }

    /// <summary>All that is to be told; nothing is left then.</summary>
    public (bool Owner, IReadOnlyList<string> Addresses, IReadOnlyList<SessionAnswer> Answers) Take()
    {
        var taken = (_owner, _addresses, _answers);
        (_owner, _addresses, _answers) = (false, [], []);
        return taken;
    }
}

/// <summary>The answer to a request.</summary>
/// <param name="User">Who asked.</param>
/// <param name="Role">The role that the person has now.</param>
/// <param name="Granted">What was asked for was given.</param>
internal sealed record SessionAnswer(string User, Role Role, bool Granted);
