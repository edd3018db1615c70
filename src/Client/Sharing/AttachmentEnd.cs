using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>How one connection of a sharer ended.</summary>
internal abstract record AttachmentEnd
{
    private AttachmentEnd()
    {
    }

    /// <summary>The session goes on: connect again.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record Lost(string Why) : AttachmentEnd
    {
        /// <summary>The server expects frames that are not held: take a new epoch.</summary>
        public bool NewEpoch { get; init; }

        /// <summary>The server refused an append, and may refuse it again.</summary>
        public Refusal? Refused { get; init; }
    }

    /// <summary>The session is over.</summary>
    public sealed record Over(SharedEvent.Ended Ended) : AttachmentEnd
    {
        public Over(Reason reason, string text)
            : this(new SharedEvent.Ended(reason, text))
        {
        }
    }
}
