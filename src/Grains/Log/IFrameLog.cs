using SessionShare.Protocol;

namespace SessionShare.Grains.Log;

/// <summary>
/// Where sessions' frames and blocks are kept. A session's log has one writer: the holder of its newest generation.
/// Every write states its generation and the end it expects, and storage checks both in the same transaction.
/// Calls may fail with any exception when the store can't be reached; nothing is half done then, or the next
/// <see cref="Open"/> shows what was done.
/// </summary>
public interface IFrameLog
{
    /// <summary>
    /// Takes the next generation of a session's log, creating the log where there is none. From here on older generations can't write. Generations grow
    /// for ever, also across <see cref="Delete"/>.
    /// </summary>
    Task<LogHead> Open(string session, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="Open"/>, of a log that is there. Null where there is none: then none is made, so that a writer who comes late leaves nothing of a session whose history was deleted.
    /// </summary>
    Task<LogHead?> Reopen(string session, CancellationToken cancellationToken);

    /// <summary>
    /// Adds frames and block rows in one transaction; durable when the task completes with <see cref="CommitOutcome.Committed"/>.
    /// Commits of many sessions may share one transaction. A commit that was done before but not heard of answers
    /// <see cref="CommitOutcome.Conflict"/>; <see cref="Open"/> then shows the end.
    /// </summary>
    Task<CommitOutcome> Commit(LogCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the oldest frames out of the log, and the rows of blocks that end among them. Done for every reader at once, and durable, when the task completes with
    /// <see cref="CommitOutcome.Committed"/>; the bytes then go in pieces that don't hold writers up, finished after a restart if need be. A trim that goes no
    /// further than one before changes nothing.
    /// </summary>
    Task<CommitOutcome> Trim(LogTrim trim, CancellationToken cancellationToken);

    /// <summary>
    /// Reads runs behind <paramref name="after"/>, in order: at most about <paramref name="maxBytes"/> encoded bytes, but at least one run where
    /// there is one. The first run is cut so that it starts at <paramref name="after"/> + 1, or at the oldest frame kept; the last may be cut at a frame. Empty at
    /// the end.
    /// </summary>
    Task<IReadOnlyList<LoggedRun>> Read(string session, long after, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Reads block rows from number <paramref name="from"/> on, in order, at most <paramref name="count"/>.</summary>
    Task<IReadOnlyList<BlockRow>> ReadBlocks(string session, int from, int count, CancellationToken cancellationToken);

    /// <summary>How the log stands, without taking a generation; null when there is none. Tells a writer what became of a commit that failed.</summary>
    Task<LogHead?> Peek(string session, CancellationToken cancellationToken);

    /// <summary>Payload bytes that the session committed on one UTC day (<see cref="DateOnly.DayNumber"/>).</summary>
    Task<long> PayloadBytesOn(string session, int day, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a session's frames, blocks and log row: unreadable from the first write on, then gone in pieces that don't hold other writers up, finished
    /// after a restart if need be.
    /// </summary>
    Task Delete(string session, CancellationToken cancellationToken);
}

/// <summary>A log as its new writer finds it.</summary>
/// <param name="Generation">This writer's generation, above every one before.</param>
/// <param name="Oldest">Sequence of the oldest frame kept; <paramref name="End"/> + 1 when there is none.</param>
/// <param name="End">Sequence of the newest frame; 0 when there is none.</param>
/// <param name="Epoch">Epoch of the newest frame; 0 when there is none.</param>
/// <param name="PayloadBytes">Payload bytes of all frames ever committed.</param>
/// <param name="NewestBlock">The block row with the highest number; null when there is none.</param>
/// <param name="TrimmedBytes">Those of <paramref name="PayloadBytes"/> that were trimmed; the rest is still held.</param>
public sealed record LogHead(
    long Generation,
    long Oldest,
    long End,
    long Epoch,
    long PayloadBytes,
    BlockRow? NewestBlock,
    long TrimmedBytes = 0)
{
    /// <summary>A log that is not there.</summary>
    public static readonly LogHead None = new(0, 1, 0, 0, 0, null);
}

/// <summary>One write.</summary>
/// <param name="Session">The session id.</param>
/// <param name="Generation">The writer's generation.</param>
/// <param name="ExpectedEnd">The end that the writer believes in; the first run starts one behind it.</param>
/// <param name="Runs">Frames, run by run, without holes; may be empty when only blocks change.</param>
/// <param name="PayloadBytes">Payload bytes of all the runs.</param>
/// <param name="Day">The UTC day of this commit (<see cref="DateOnly.DayNumber"/>), under which those bytes are counted.</param>
/// <param name="Blocks">Block rows to add, or to replace by number. A block begins behind the end of every one of a lower number.</param>
public sealed record LogCommit(
    string Session,
    long Generation,
    long ExpectedEnd,
    IReadOnlyList<LoggedRun> Runs,
    long PayloadBytes,
    int Day,
    IReadOnlyList<BlockRow> Blocks);

/// <summary>The oldest frames leave the log.</summary>
/// <param name="Session">The session id.</param>
/// <param name="Generation">The writer's generation.</param>
/// <param name="Oldest">Sequence of the oldest frame to keep; at most one behind the end, which keeps none.</param>
/// <param name="PayloadBytes">Payload bytes, as limits count them, of all frames below <paramref name="Oldest"/>: of this trim and of all before it.</param>
public sealed record LogTrim(string Session, long Generation, long Oldest, long PayloadBytes);

/// <summary>A run of frames with the epoch that wrote it.</summary>
public sealed record LoggedRun(long Epoch, FrameRun Run);

/// <summary>One command of the session: an index over its frames.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Command">The command line; null when the shell could not tell.</param>
/// <param name="Directory">The working directory; null when unknown.</param>
/// <param name="FirstSequence">Its BlockStart frame.</param>
/// <param name="LastSequence">Its BlockEnd frame; null while it runs.</param>
/// <param name="StartedAt">Microseconds since the session's start.</param>
/// <param name="EndedAt">Microseconds since the session's start; null while it runs.</param>
/// <param name="ExitCode">Null while it runs, or when none is known.</param>
/// <param name="Before">
/// Payload bytes, as limits count them, of the session's frames before <paramref name="FirstSequence"/>. 0 as well in rows that were stored before there was this number.
/// </param>
/// <param name="RanBy">Who of the others started it, as they were known then; null: the sharer.</param>
public sealed record BlockRow(
    int Number,
    string? Command,
    string? Directory,
    long FirstSequence,
    long? LastSequence,
    long StartedAt,
    long? EndedAt,
    int? ExitCode,
    long Before,
    Person? RanBy = null)
{
    /// <summary>Whether it ends below <paramref name="oldest"/>, and so leaves the log with its frames.</summary>
    public bool IsBelow(long oldest) => LastSequence < oldest;
}

/// <summary>What became of a write.</summary>
public enum CommitOutcome
{
    /// <summary>Done, and durable.</summary>
    Committed,

    /// <summary>A newer generation holds the log, or its end is another: the writer must stop.</summary>
    Conflict,
}
