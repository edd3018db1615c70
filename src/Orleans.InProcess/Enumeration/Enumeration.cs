namespace Orleans.InProcess;

/// <summary>One running enumeration at its grain.</summary>
internal abstract class Enumeration
{
    private bool _wasAsked = true;

    protected bool IsWaiting { get; set; }

    /// <summary>True if nobody asked since the last time this was asked.</summary>
    public bool IsAbandoned()
    {
        var isAbandoned = !_wasAsked && !IsWaiting;
        _wasAsked = false;
        return isAbandoned;
    }

    /// <summary>Cancels the sequence, then lets it run its own ending. Never throws; bounded by a response timeout.</summary>
    public abstract Task DisposeAsync();

    protected void Ask() => _wasAsked = true;
}
