namespace SessionShare.Protocol;

/// <summary>What a reason means at each edge.</summary>
/// <param name="HttpStatus">Status of an HTTP answer that carries it.</param>
/// <param name="ExitCode">Exit code of the command line, 125 and above.</param>
/// <param name="Retry">Whether a client may simply try again later.</param>
/// <param name="OurFault">Whether the server logs it as an error of its own; everything else is a peer's doing.</param>
/// <param name="Text">The sentence a person reads.</param>
public sealed record ReasonMeaning(int HttpStatus, int ExitCode, bool Retry, bool OurFault, string Text);

/// <summary>The one table that turns a reason into status, exit code, log level and sentence.</summary>
public static class Reasons
{
    /// <summary>Exit codes of the command line for its own failures; docs/cli.md lists them.</summary>
    public static class Exit
    {
        public const int Failed = 125;
        public const int CannotRun = 126;
        public const int CommandNotFound = 127;
        public const int Usage = 240;
        public const int ServerUnreachable = 241;
        public const int SignIn = 242;
        public const int NoAccess = 243;
        public const int Ended = 244;
        public const int Limit = 245;
        public const int OwnershipLost = 246;
        public const int Incompatible = 247;
    }

    /// <summary>The row of <paramref name="reason"/>.</summary>
    public static ReasonMeaning Of(Reason reason) => reason switch
    {
        Reason.None => new(200, 0, false, false, "Nothing is wrong."),
        Reason.UnknownOrForbidden => new(404, Exit.NoAccess, false, false, "There is no such session, or you have no access to it."),
        Reason.SessionEnded => new(410, Exit.Ended, false, false, "This session has ended."),
        Reason.SharerExited => new(410, 0, false, false, "The shared command has ended."),
        Reason.SharerStopped => new(410, 0, false, false, "The sharer stopped sharing."),
        Reason.SharerLost => new(410, 0, false, false, "The sharer's connection was lost and did not come back."),
        Reason.OwnershipLost => new(409, Exit.OwnershipLost, false, false, "Another process of yours took this session over."),
        Reason.Gap => new(409, Exit.Failed, true, false, "Frames are missing before these."),
        Reason.Busy => new(503, Exit.Failed, true, false, "The server has too much unsaved output; it will be sent again."),
        Reason.FrameTooLarge => new(413, Exit.Failed, false, false, $"A frame holds at most {WireLimits.FramePayloadBytes} bytes."),
        Reason.AppendTooLarge => new(413, Exit.Failed, false, false, $"An append holds at most {WireLimits.AppendBytes} bytes."),
        Reason.MalformedFrames => new(400, Exit.Failed, false, false, "The frames can't be read."),
        Reason.InvalidRequest => new(400, Exit.Failed, false, false, "The request is not right."),
        Reason.SessionSizeLimit => new(429, Exit.Limit, false, false, "The session has reached its size limit."),
        Reason.DayLimit => new(429, Exit.Limit, false, false, "The sharer has used up the bytes of this day (UTC)."),
        Reason.ShareCountLimit => new(429, Exit.Limit, false, false, "Your plan allows no further shared session."),
        Reason.ParticipantLimit => new(429, Exit.Limit, true, false, "The session has as many participants as it may have."),
        Reason.RateLimit => new(429, Exit.Limit, true, false, "These are too many messages."),
        Reason.Idle => new(410, 0, false, false, "Nothing happened for a long time."),
        Reason.EditLapsed => new(403, Exit.NoAccess, false, false, "The right to edit lapsed, as nothing happened for a long time."),
        Reason.RoleTooLow => new(403, Exit.NoAccess, false, false, "Your role does not allow this."),
        Reason.SharerAway => new(409, Exit.Failed, true, false, "The sharer is not connected just now."),
        Reason.Replaced => new(409, Exit.Failed, false, false, "You connected again elsewhere; this connection is closed."),
        Reason.SignInRequired => new(401, Exit.SignIn, false, false, "Sign in first: sessionshare login."),
        Reason.TokenExpired => new(401, Exit.SignIn, false, false, "Your sign-in has expired: sessionshare login."),
        Reason.TokenNotYetValid => new(401, Exit.SignIn, false, false, "Your sign-in is not valid yet: the clock of this machine or of the server is wrong."),
        Reason.TokenInvalid => new(401, Exit.SignIn, false, false, "Your sign-in is not one of this server's: sessionshare login."),
        Reason.SignInRefused => new(403, Exit.SignIn, false, false, "The sign-in was refused: the proof or code is wrong, or was used before."),
        Reason.ForeignOrigin => new(403, Exit.Failed, false, false, "A page of another site may not use this server."),
        Reason.UnknownHost => new(421, Exit.Failed, false, false, "This server is not known under that host name; an operator can add it with Gateway:PublicUrl."),
        Reason.VersionMismatch => new(426, Exit.Incompatible, false, false, "Client and server speak different versions of the protocol."),
        Reason.ServerStopping => new(503, Exit.ServerUnreachable, true, false, "The server is stopping; connect again."),
        Reason.GatewayLeaving => new(503, Exit.ServerUnreachable, true, false, "This gateway is leaving; connect to another one now."),
        Reason.ClusterUnreachable => new(503, Exit.ServerUnreachable, true, false, "The gateway can't reach its cluster just now; try again."),
        Reason.StorageUnavailable => new(503, Exit.Failed, true, true, "The server can't reach its storage."),
        Reason.AccessEnded => new(403, Exit.NoAccess, false, false, "Your access to this session has ended."),
        Reason.ServerFault => new(500, Exit.Failed, true, true, "The server failed; its log says why."),
        Reason.ProviderUnreachable => new(503, Exit.SignIn, true, true, "The server can't reach the sign-in provider just now; try again."),
        Reason.Policy => new(403, Exit.Limit, false, false, "The organization's policy does not allow this."),
        Reason.NoAccess => new(403, Exit.NoAccess, false, false, "You have no access to this session; you may ask for it."),
        Reason.SessionTimeLimit => new(429, Exit.Limit, false, false, "The session has lived for as long as the organization's policy allows."),
        Reason.DraftMoved => new(409, Exit.Failed, true, false, "The draft was changed meanwhile."),
        Reason.CommandRunning => new(409, Exit.Failed, true, false, "A command is running: a draft runs at the prompt."),
        Reason.RunRefused => new(403, Exit.NoAccess, false, false, "The sharer did not let it run."),
        Reason.EndedByOperator => new(410, Exit.Ended, false, false, "An operator of the server ended the session."),
        Reason.TypingHeld => new(403, Exit.NoAccess, false, false, "The sharer lets no keys of others through just now."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a row."),
    };
}
