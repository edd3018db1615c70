using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Storage;

/// <summary>
/// What stands in clear before an append's sealed parts: how the log stands after it, and where to find what is older. Numbers only.
/// </summary>
internal sealed record AppendHead
{
    /// <summary>Which append of its segment this is, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Sequence of its first frame; one behind the end when it holds blocks only.</summary>
    public required long First { get; init; }

    /// <summary>Sequence of the log's newest frame after it.</summary>
    public required long End { get; init; }

    /// <summary>Epoch of that frame.</summary>
    public required long Epoch { get; init; }

    /// <summary>Payload bytes of all frames ever committed.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Payload bytes by UTC day, all days: a session lives a few of them.</summary>
    public required IReadOnlyDictionary<int, long> Days { get; init; }

    /// <summary>Sequence of the newest frame that was trimmed; 0 when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Trimmed { get; init; }

    /// <summary>Payload bytes of all frames that were trimmed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long TrimmedBytes { get; init; }

    /// <summary>Number of the oldest segment that holds a frame or a page of blocks that is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FirstSegment { get; init; }

    /// <summary>Its parts that hold frames, in order, one behind the other.</summary>
    public required IReadOnlyList<AppendRun> Runs { get; init; }

    /// <summary>Where the newest page of blocks stands; null while there are none.</summary>
    public BlockPlace? Blocks { get; init; }

    /// <summary>
    /// Earlier appends of the same segment: at place k the latest whose index is a multiple of 2^k. By these, any sequence is found from the end in
    /// as many small reads as the number of appends has binary digits.
    /// </summary>
    public required IReadOnlyList<AppendPlace> Back { get; init; }

    /// <summary>What <see cref="Back"/> is in the append behind this one, which stands at <paramref name="offset"/>.</summary>
    public IReadOnlyList<AppendPlace> BackOfNext(long offset)
    {
        var (back, here) = (new List<AppendPlace>(Back), new AppendPlace(First, offset));
        if (Index == 0)
            return [here];

        for (var k = 0; Index % (1 << k) == 0; k++)
        {
            // The last place is the segment's first append, which is a multiple of everything.
            if (k == back.Count - 1)
                back.Add(back[k]);
            back[k] = here;
        }

        return back;
    }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, AppendJson.Default.AppendHead);

    public static AppendHead Decode(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, AppendJson.Default.AppendHead)!;
}

/// <summary>A sealed part of an append.</summary>
/// <param name="First">Sequence of its first frame.</param>
/// <param name="Count">Its frames.</param>
/// <param name="Epoch">Who wrote them.</param>
/// <param name="Length">Its sealed bytes.</param>
internal sealed record AppendRun(long First, long Count, long Epoch, int Length);

/// <summary>Where an append begins, and its first sequence.</summary>
internal sealed record AppendPlace(long First, long Offset);

/// <summary>Where a sealed page of blocks stands.</summary>
internal sealed record BlockPlace(int Segment, long Offset, int Length);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AppendHead))]
[JsonSerializable(typeof(BlockPage))]
internal sealed partial class AppendJson : JsonSerializerContext;
