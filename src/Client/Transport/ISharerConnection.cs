using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>The sharers' hub, on one connection. Order: <see cref="Share"/>, <see cref="Control"/>, <see cref="Append"/>s, <see cref="End"/>.</summary>
public interface ISharerConnection : ISessionConnection
{
    /// <summary>Takes or retakes the session; answered when epoch and attachment are durable.</summary>
    Task<ShareReply> Share(ShareRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Sends frames without waiting for an answer; completes when the transport has taken them in, and no longer needs
    /// the request's bytes.
    /// </summary>
    Task Append(AppendRequest request, CancellationToken cancellationToken);

    /// <summary>The way down to the sharer. The request goes out with the first <c>MoveNextAsync</c>.</summary>
    IAsyncEnumerable<ControlItem> Control(ControlRequest request, CancellationToken cancellationToken);

    /// <summary>Says up to which number typed input was written to the terminal. No answer.</summary>
    Task ControlSeen(long number, CancellationToken cancellationToken);

    /// <summary>Says what becomes of a run. No answer.</summary>
    Task RunAnswered(RunAnswer answer, CancellationToken cancellationToken);

    /// <summary>Says whether others' keys are held. No answer.</summary>
    Task HoldTyping(bool held, CancellationToken cancellationToken);

    /// <summary>Ends the session; answered when the end is durable.</summary>
    Task<EndReply> End(EndRequest request, CancellationToken cancellationToken);
}
