using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

internal sealed class AzureFrameLog : IFrameLog
{
    public Task Start(CancellationToken cancellationToken) => throw new NotSupportedException("The Azure frame log follows.");

    public Task<LogHead> Open(string session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Block>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Delete(string session, CancellationToken cancellationToken) => throw new NotSupportedException();
}

