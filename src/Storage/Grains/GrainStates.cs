using System.Text.Json;
using Orleans.Storage;
using SessionShare.Grains.Due;

namespace SessionShare.Storage;

/// <summary>A grain's stored state.</summary>
internal sealed record GrainRow(string ETag, byte[] Json);

/// <summary>What became of a write.</summary>
/// <param name="Done">False when the stored etag is another than the writer's.</param>
/// <param name="ETag">The stored etag, after the write or that stood in its way; null when there is no row.</param>
internal readonly record struct GrainWrite(bool Done, string? ETag);

/// <summary>Grain state as JSON, and what a grain is shown of its storage.</summary>
internal static class GrainStates
{
    public static byte[] Encode<T>(IGrainState<T> grainState) => JsonSerializer.SerializeToUtf8Bytes(grainState.State, JsonSerializerOptions.Web);

    /// <summary>When the state says that something is due; null when nothing is, or it is of a kind to which nothing happens by itself.</summary>
    public static DateTimeOffset? DueOf<T>(IGrainState<T> grainState) => (grainState.State as IHasDue)?.NextDue?.ToUniversalTime();

    /// <summary>The key of a grain that is written as <c>type/key</c>.</summary>
    public static string KeyOf(string grain) => grain[(grain.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Fills in what is stored; a new state where nothing is.</summary>
    public static void Show<T>(IGrainState<T> grainState, GrainRow? row) =>
        (grainState.State, grainState.ETag, grainState.RecordExists) = (
            row is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(row.Json, JsonSerializerOptions.Web)!, row?.ETag, row is not null);

    /// <exception cref="InconsistentStateException">The write was not done.</exception>
    public static void ThrowOnConflict(GrainWrite write, string stateName, string grain, string? known)
    {
        if (!write.Done)
        {
            throw new InconsistentStateException(
                $"The state '{stateName}' of {grain} was written by another activation.", write.ETag ?? "none", known ?? "none");
        }
    }
}
