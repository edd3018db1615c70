using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage;

/// <summary>
/// The moments at which something is due, beside grain storage that has no place for them (Orleans' own on Azure blobs): a <see cref="DueMark"/> a grain.
/// A mark is made before the state that asks for it is written, and the one before is deleted afterwards, so a state that is stored always has its mark. What a crash or a
/// refused write leaves is a mark too many: it wakes a grain for nothing, and goes once it is old.
/// </summary>
internal sealed class AzureDueGrains(BlobContainerClient container) : IDueGrains
{
    /// <summary>From this age on a mark may be taken for a left-over where the stored state has another moment: no write is on its way for so long.</summary>
    private static readonly TimeSpan LeftOverAge = TimeSpan.FromHours(1);

    private readonly ConditionalWeakTable<object, Standing> _standing = [];
    private readonly ConcurrentDictionary<string, Func<string, Task<DateTimeOffset?>>> _stored = new(StringComparer.Ordinal);

    public AzureDueGrains(IOptions<AzureOptions> options)
        : this(AzureBlobs.Connect(options.Value).GetBlobContainerClient(options.Value.FrameContainer))
    {
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, DueMark.PrefixOf(stateName), cancellationToken))
            {
                var mark = DueMark.Of(stateName, blob.Name);
                if (keys.Count >= count || mark.At > now)
                    break;
                if (!await IsLeftOver(mark, blob, now))
                    keys.Add(GrainStates.KeyOf(mark.Grain));
                else
                    await Delete(mark, blob.Properties.ETag!.Value);
            }
        }
        catch (Exception fault) when (AzureFaults.Explain(fault, container.Name) is { } explained)
        {
            throw explained;
        }

        return keys;
    }

    /// <summary>A state was read: its mark stands.</summary>
    public void Read<T>(IGrainStorage storage, string stateName, IGrainState<T> grainState)
    {
        if (!typeof(IHasDue).IsAssignableFrom(typeof(T)))
            return;

        _standing.AddOrUpdate(grainState, new Standing(GrainStates.DueOf(grainState), null));
        _stored.TryAdd(stateName, grain => StoredDue<T>(storage, stateName, grain));
    }

    /// <summary>Before a state is written: makes its mark where it has none. What the state says when this ends has one, so the write follows at once.</summary>
    /// <returns>Goes to <see cref="Written"/>.</returns>
    public async Task<Change> Writing<T>(string stateName, string grain, IGrainState<T> grainState)
    {
        var standing = _standing.TryGetValue(grainState, out var known) ? known : new Standing(null, null);
        var gone = new List<(DueMark, ETag)>();
        try
        {
            // The grain may change its state while a mark is on its way.
            for (var due = GrainStates.DueOf(grainState); due != standing.At; due = GrainStates.DueOf(grainState))
            {
                // Whoever makes the old mark again meanwhile gives it another ETag, and it then stays.
                if (standing.At is { } at && (standing.Tag ?? await Tag(new DueMark(stateName, at, grain))) is { } tag)
                    gone.Add((new DueMark(stateName, at, grain), tag));
                standing = new Standing(due, due is { } next ? await Make(new DueMark(stateName, next, grain)) : null);
            }
        }
        catch (Exception fault) when (AzureFaults.Explain(fault, container.Name) is { } explained)
        {
            throw explained;
        }

        return new Change(standing, gone);
    }

    /// <summary>A state was written or cleared: the mark before goes. One that can't be deleted is a left-over.</summary>
    public async Task Written<T>(IGrainState<T> grainState, Change change)
    {
        _standing.AddOrUpdate(grainState, change.Now);
        try
        {
            foreach (var (mark, tag) in change.Gone)
                await Delete(mark, tag);
        }
        catch (Exception fault) when (AzureFaults.Explain(fault, container.Name) is not null)
        {
            // The state is written, which is what was asked for.
        }
    }

    private static async Task<DateTimeOffset?> StoredDue<T>(IGrainStorage storage, string stateName, string grain)
    {
        var state = new GrainState<T>();
        await storage.ReadStateAsync(stateName, GrainId.Parse(grain), state);
        return GrainStates.DueOf(state);
    }

    private async Task<bool> IsLeftOver(DueMark mark, BlobItem blob, DateTimeOffset now) =>
        blob.Properties.LastModified < now - LeftOverAge && _stored.TryGetValue(mark.StateName, out var stored) && await stored(mark.Grain) != mark.At;

    private async Task<ETag> Make(DueMark mark) => (await container.GetBlobClient(mark.Name).UploadAsync(BinaryData.Empty, overwrite: true)).Value.ETag;

    private async Task<ETag?> Tag(DueMark mark)
    {
        try
        {
            return (await container.GetBlobClient(mark.Name).GetPropertiesAsync()).Value.ETag;
        }
        catch (RequestFailedException fault) when (fault is { Status: 404, ErrorCode: "BlobNotFound" })
        {
            return null;
        }
    }

    private async Task Delete(DueMark mark, ETag seen)
    {
        try
        {
            await container.GetBlobClient(mark.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = seen });
        }
        catch (RequestFailedException fault) when (SegmentChanges.IsRefusal(fault))
        {
            // Made again meanwhile: it is wanted.
        }
    }

    /// <summary>The mark of a state as it was last read or written; its ETag where this process made it.</summary>
    internal sealed record Standing(DateTimeOffset? At, ETag? Tag);

    /// <summary>What a write changes: the mark afterwards, and those that then go.</summary>
    internal sealed record Change(Standing Now, IReadOnlyList<(DueMark Mark, ETag Tag)> Gone);
}
