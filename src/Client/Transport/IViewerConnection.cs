using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The viewers' hub, on one connection. Order: <see cref="Join"/>, then the rest.</summary>
public interface IViewerConnection : ISessionConnection
{
    /// <summary>Enters the session, or comes back to it.</summary>
    Task<JoinReply> Join(JoinRequest request, CancellationToken cancellationToken);

    /// <summary>Asks to be let in, by who has no access, as long as the stream is read. The request goes out with the first <c>MoveNextAsync</c>.</summary>
    IAsyncEnumerable<AskItem> Ask(AskRequest request, CancellationToken cancellationToken);

    /// <summary>The viewer's stream. The request goes out with the first <c>MoveNextAsync</c>.</summary>
    IAsyncEnumerable<WatchItem> Watch(WatchRequest request, CancellationToken cancellationToken);

    /// <summary>Says up to which sequence frames were taken in. No answer.</summary>
    Task Seen(long sequence, CancellationToken cancellationToken);

    /// <summary>Types into the session's terminal.</summary>
    Task<TypeReply> Type(TypeRequest request, CancellationToken cancellationToken);

    /// <summary>Tells the size of the viewer's own terminal.</summary>
    Task<ResizeReply> Resize(ResizeRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for a role.</summary>
    Task<RoleReply> RequestRole(RoleRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the request back.</summary>
    Task<RoleReply> CancelRequest(CancellationToken cancellationToken);

    /// <summary>Gives the right to edit back.</summary>
    Task<RoleReply> HandBack(CancellationToken cancellationToken);

    /// <summary>Shows something to the others.</summary>
    Task<PresenceReply> ShowPresence(PresenceState state, CancellationToken cancellationToken);

    /// <summary>Edits the draft.</summary>
    Task<EditDraftReply> EditDraft(EditDraftRequest request, CancellationToken cancellationToken);

    /// <summary>Reads the draft.</summary>
    Task<ReadDraftReply> ReadDraft(ReadDraftRequest request, CancellationToken cancellationToken);

    /// <summary>Runs the draft.</summary>
    Task<RunReply> Run(RunRequest request, CancellationToken cancellationToken);

    /// <summary>Reads blocks.</summary>
    Task<BlocksReply> Blocks(BlocksRequest request, CancellationToken cancellationToken);

    /// <summary>Reads frames of the history, beside the stream.</summary>
    Task<FramesReply> Frames(FramesRequest request, CancellationToken cancellationToken);

    /// <summary>Leaves the roster at once.</summary>
    Task Leave(CancellationToken cancellationToken);
}
