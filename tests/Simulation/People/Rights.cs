namespace SessionShare.Simulation;

/// <summary>Who may type into a session, as far as the answers tell that its owner got.</summary>
internal sealed class Rights
{
    private readonly Dictionary<string, Known> _known = new() { ["editor"] = new(true, 0), ["reader"] = new(false, 0) };
    private readonly Dictionary<string, int> _underWay = [];

    /// <summary>What is known of one sign-in; a guest never may.</summary>
    /// <param name="May">Null: a change is under way, or nobody knows how it went.</param>
    /// <param name="Changes">How many changes began.</param>
    public sealed record Known(bool? May, int Changes);

    /// <summary>A change that began.</summary>
    /// <param name="Known">What was known from then on.</param>
    /// <param name="IsAlone">No other one was under way: of two, nobody knows which came first.</param>
    public sealed record Change(Known Known, bool IsAlone);

    public Known Of(string? who) => who is null ? new Known(false, 0) : _known[who];

    /// <summary>A change of someone's right begins.</summary>
    public Change Begin(string who)
    {
        var others = _underWay.GetValueOrDefault(who);
        _underWay[who] = others + 1;
        return new Change(_known[who] = new(null, _known[who].Changes + 1), others == 0);
    }

    /// <summary>It was answered: whether who it is about may type now; null: it failed, and perhaps it is stored.</summary>
    public void Done(string who, Change change, bool? may)
    {
        _underWay[who]--;
        if (change.IsAlone && _known[who] == change.Known)
            _known[who] = change.Known with { May = may };
    }
}
