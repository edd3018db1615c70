namespace Orleans.InProcess;

/// <summary>
/// The life of an activation. Only forwards, one step or more at a time:
/// <code>
/// Created -> Activating -> Active -> Ending -> Ended
///    |            |_______________^
///    |____________________________^
/// </code>
/// Requests wait in Created, Activating and Ending; they run in Active.
/// </summary>
internal enum ActivationPhase
{
    Created,

    /// <summary>Constructed, its state is read and OnActivateAsync runs.</summary>
    Activating,

    Active,

    /// <summary>Waits for its running requests, then runs OnDeactivateAsync if it was ever active.</summary>
    Ending,

    /// <summary>Takes no request any more.</summary>
    Ended,
}
