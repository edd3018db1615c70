using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using SessionShare.Grains.Due;
using SessionShare.Grains.Log;
using SessionShare.Grains.Users;

namespace SessionShare.Grains.Audit;

/// <summary>
/// Writes a day's log. While one commit is under way the entries of everybody who comes gather for the next. A commit that fails, or that another activation's came before, is
/// answered so, and the log is opened anew for the next one: nothing is held here that its sender does not hold too.
/// </summary>
[ActivationCountBasedPlacement]
internal sealed partial class AuditGrain(
    [PersistentState(AuditState.Name, "users")] IPersistentState<AuditState> state,
    IFrameLog log,
    IOptions<AuditOptions> options,
    TimeProvider time,
    ILogger<AuditGrain> logger) : Grain, IAuditGrain
{
    /// <summary>Entries of one commit. Whoever comes when so many wait is sent away.</summary>
    private const int MostWaiting = 5_000;

    /// <summary>Bytes of the log that one question looks through at the most.</summary>
    private const int MostScanned = 1024 * 1024;

    private AuditDay? _day;
    private LogHead? _head;
    private Gathering? _next;
    private Task _writing = Task.CompletedTask;
    private bool _failing;

    private AuditDay Day => _day ??= AuditDay.Parse(this.GetPrimaryKeyString());

    private DateTimeOffset Now => time.GetUtcNow();

    private string Log => Day.LogOf(state.State.Copy);

    public async Task<AuditOutcome> Append(AuditValue[] entries)
    {
        if (!options.Value.IsOn())
            return AuditOutcome.Stored;
        if (!Day.TakesIn(Now))
            return AuditOutcome.Over;
        if (_next?.Entries.Count >= MostWaiting)
            return AuditOutcome.Later;

        var gathering = _next ??= new Gathering();
        gathering.Entries.AddRange(entries);
        if (_writing.IsCompleted)
            _writing = Write();
        return await gathering.Done.Task ? AuditOutcome.Stored : AuditOutcome.Later;
    }

    public async Task<AuditReadAnswer> Read(AuditQuery query)
    {
        var isOver = Day.IsOver(Now);
        if (Day.IsExpired(Now, options.Value.KeepFor))
            return new AuditReadAnswer(false, [], query.After, false, isOver);

        var found = new List<PlacedAuditValue>();
        var (next, scanned, copy) = (query.After, 0L, state.State.Copy);
        try
        {
            while (scanned < MostScanned)
            {
                var runs = await log.Read(Log, next, MostScanned / 4, CancellationToken.None);
                if (copy != state.State.Copy)
                {
                    copy = state.State.Copy; // Written anew meanwhile, and what was read is gone or still has who was forgotten.
                    continue;
                }

                if (runs.Count == 0)
                    return Answer(more: false);
                scanned += runs.Sum(run => run.Run.Bytes.Length);
                foreach (var placed in AuditLines.Read(runs))
                {
                    if (found.Count >= query.Count)
                        return Answer(more: true);
                    if (query.Asks(placed.Entry))
                        found.Add(placed);
                    next = placed.Place;
                }
            }

            return Answer(more: true);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogReadFailed(Day.Key, fault);
            return new AuditReadAnswer(true, [], query.After, false, false);
        }

        AuditReadAnswer Answer(bool more) => new(false, [.. found], next, more, isOver && !more);
    }

    public async Task Due()
    {
        if (Day.IsExpired(Now, options.Value.KeepFor))
        {
            await DeleteOld();
            await log.Delete(Log, CancellationToken.None);
            await state.ClearStateAsync();
            _head = null;
            LogDeleted(Day.Key);
        }
        else if (!(state.State.NextDue > Now))
        {
            if (Day.IsOver(Now))
                await Forget();
            await KeepDue();
        }

        DeactivateOnIdle();
    }

    /// <summary>Takes people out of the day who were forgotten since it was last looked at for that.</summary>
    private async Task Forget()
    {
        await DeleteOld();
        var forgotten = await GrainFactory.GetGrain<IPeopleGrain>(Day.Organization).Forgotten();
        if (forgotten.Newest is not { } newest || newest <= state.State.ForgottenThrough)
            return;
        var rewriting = new AuditRewriting(log, Day, forgotten, Now);
        var copy = state.State.Copy;
        if (await rewriting.IsNeeded(Log))
        {
            await rewriting.Copy(Log, Day.LogOf(copy + 1));
            copy++;
        }

        (state.State.ForgottenThrough, state.State.Copy) = (newest, copy);
        await Store();
        await DeleteOld();
    }

    /// <summary>The logs from which the day was written anew.</summary>
    private async Task DeleteOld()
    {
        while (state.State.DeletedCopies < state.State.Copy)
        {
            await log.Delete(Day.LogOf(state.State.DeletedCopies), CancellationToken.None);
            LogForgotten(Day.Key);
            state.State.DeletedCopies++;
            await Store();
        }
    }

    private async Task Write()
    {
        while (_next is { } gathering)
        {
            _next = null;
            gathering.Done.SetResult(await Commit(gathering.Entries));
        }
    }

    private async Task<bool> Commit(List<AuditValue> entries)
    {
        try
        {
            if (state.State.NextDue is null)
                await KeepDue();
            var head = _head ??= await log.Open(Log, CancellationToken.None);
            var outcome = await log.Commit(AuditLines.Commit(Log, head.Generation, head.End, Day, entries, Now), CancellationToken.None);
            _head = outcome == CommitOutcome.Committed ? head with { End = head.End + entries.Count } : null;
            _failing = false;
            return _head is not null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (!_failing)
                LogWriteFailed(Day.Key, fault);
            (_failing, _head) = (true, null);
            return false;
        }
    }

    /// <summary>Before the first entry: what is stored is found again when its time is over.</summary>
    private async Task KeepDue()
    {
        state.State.NextDue = Day.NextDue(Now, options.Value.KeepFor);
        await Store();
    }

    private async Task Store()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is in memory and not stored must not be taken for stored.
            state.State.NextDue = null;
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "Audit {Day}: entries could not be written; those who hold them try again.")]
    private partial void LogWriteFailed(string day, Exception fault);

    [LoggerMessage(LogLevel.Error, "Audit {Day}: entries could not be read.")]
    private partial void LogReadFailed(string day, Exception fault);

    [LoggerMessage(LogLevel.Information, "Audit {Day}: its time is over, and it is deleted.")]
    private partial void LogDeleted(string day);

    [LoggerMessage(LogLevel.Information, "Audit {Day}: it was written anew without people who were forgotten.")]
    private partial void LogForgotten(string day);

    /// <summary>Entries that become durable together.</summary>
    private sealed class Gathering
    {
        public List<AuditValue> Entries { get; } = [];

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What is stored of a day beside its log.</summary>
[GenerateSerializer, Alias("sessionshare.audit-state")]
public sealed class AuditState : IHasDue
{
    /// <summary>The name under which grain storage keeps it.</summary>
    public const string Name = "audit";

    /// <inheritdoc/>
    [Id(0)] public DateTimeOffset? NextDue { get; set; }

    /// <summary>Who was forgotten up to then is not in the log any more; null: nobody was looked for.</summary>
    [Id(1)] public DateTimeOffset? ForgottenThrough { get; set; }

    /// <summary>How often the day was written anew: its log is <see cref="AuditDay.LogOf"/> this.</summary>
    [Id(2)] public int Copy { get; set; }

    /// <summary>Logs below this number are deleted.</summary>
    [Id(3)] public int DeletedCopies { get; set; }
}
