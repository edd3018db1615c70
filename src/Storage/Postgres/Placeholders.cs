using Orleans.Storage;
using SessionShare.Grains.Log;
using SessionShare.Protocol;

namespace SessionShare.Storage;

internal sealed class PostgresStore
{
    public Task Start(CancellationToken cancellationToken) => throw new NotSupportedException("The PostgreSQL store follows.");
}

internal sealed class PostgresFrameLog : IFrameLog
{
    public Task<LogHead> Open(string session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Block>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LogHead?> Peek(string session, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Delete(string session, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class PostgresGrainStorage : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
