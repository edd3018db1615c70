namespace SessionShare.Client;

/// <summary>How an <see cref="Outbox"/> can go on after the server said what it expects.</summary>
internal enum Resumption
{
    /// <summary>It sends on from there.</summary>
    Sends,

    /// <summary>It holds still; after a while it is to be told to <see cref="Outbox.Retry"/>.</summary>
    Holds,

    /// <summary>The server expects a frame that this outbox does not have: take a new epoch, then <see cref="Outbox.Restart"/>.</summary>
    Lost,
}
