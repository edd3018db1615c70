namespace SessionShare.Protocol;

/// <summary>Where the hubs are, and what their methods are called. docs/protocol.md says what each does.</summary>
public static class Hubs
{
    /// <summary>The hub of sharers' clients.</summary>
    public static class Sharer
    {
        public const string Path = "hubs/share";

        /// <summary>Invocation: <see cref="ShareRequest"/> to <see cref="ShareReply"/>. First on every connection.</summary>
        public const string Share = "Share";

        /// <summary>Send without answer: <see cref="AppendRequest"/>. Answers come on <see cref="Control"/>.</summary>
        public const string Append = "Append";

        /// <summary>Stream: <see cref="ControlRequest"/> to <see cref="ControlItem"/>s, until the connection or the session ends.</summary>
        public const string Control = "Control";

        /// <summary>Send without answer: the number of the newest typed item that was written to the terminal.</summary>
        public const string ControlSeen = "ControlSeen";

        /// <summary>Send without answer: <see cref="RunAnswer"/>.</summary>
        public const string RunAnswered = "RunAnswered";

        /// <summary>Send without answer: whether others' keys are held.</summary>
        public const string HoldTyping = "HoldTyping";

        /// <summary>Invocation: <see cref="EndRequest"/> to <see cref="EndReply"/>, once the end is durable.</summary>
        public const string End = "End";
    }

    /// <summary>The hub of signed-in people, whatever they share or watch.</summary>
    public static class Me
    {
        public const string Path = "hubs/me";

        /// <summary>Stream: <see cref="MeRequest"/> to <see cref="MeItem"/>s. Once on a connection.</summary>
        public const string Watch = "Watch";
    }

    /// <summary>The hub of viewers' clients.</summary>
    public static class Viewer
    {
        public const string Path = "hubs/view";

        /// <summary>Invocation: <see cref="JoinRequest"/> to <see cref="JoinReply"/>. First on every connection.</summary>
        public const string Join = "Join";

        /// <summary>Stream: <see cref="AskRequest"/> to <see cref="AskItem"/>s. In place of <see cref="Join"/>, for who has no access.</summary>
        public const string Ask = "Ask";

        /// <summary>Stream: <see cref="WatchRequest"/> to <see cref="WatchItem"/>s.</summary>
        public const string Watch = "Watch";

        /// <summary>Send without answer: the sequence up to which frames were taken in.</summary>
        public const string Seen = "Seen";

        /// <summary>Invocation: <see cref="TypeRequest"/> to <see cref="TypeReply"/>.</summary>
        public const string Type = "Type";

        /// <summary>Invocation: <see cref="ResizeRequest"/> to <see cref="ResizeReply"/>.</summary>
        public const string Resize = "Resize";

        /// <summary>Invocation: <see cref="RoleRequest"/> to <see cref="RoleReply"/>.</summary>
        public const string RequestRole = "RequestRole";

        /// <summary>Invocation without argument: <see cref="RoleReply"/>. Takes the request back.</summary>
        public const string CancelRequest = "CancelRequest";

        /// <summary>Invocation without argument: <see cref="RoleReply"/>. Gives the right to edit back.</summary>
        public const string HandBack = "HandBack";

        /// <summary>Invocation: <see cref="PresenceState"/> to <see cref="PresenceReply"/>.</summary>
        public const string ShowPresence = "ShowPresence";

        /// <summary>Invocation: <see cref="EditDraftRequest"/> to <see cref="EditDraftReply"/>.</summary>
        public const string EditDraft = "EditDraft";

        /// <summary>Invocation: <see cref="ReadDraftRequest"/> to <see cref="ReadDraftReply"/>.</summary>
        public const string ReadDraft = "ReadDraft";

        /// <summary>Invocation: <see cref="RunRequest"/> to <see cref="RunReply"/>.</summary>
        public const string Run = "Run";

        /// <summary>Invocation: <see cref="BlocksRequest"/> to <see cref="BlocksReply"/>.</summary>
        public const string Blocks = "Blocks";

        /// <summary>Invocation: <see cref="FramesRequest"/> to <see cref="FramesReply"/>.</summary>
        public const string Frames = "Frames";

        /// <summary>Invocation without argument or result: leaves the roster at once.</summary>
        public const string Leave = "Leave";
    }
}
