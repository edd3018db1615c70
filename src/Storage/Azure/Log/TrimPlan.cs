using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>A trim as it was worked out from what stands in the blobs. It holds as long as no block row was written since.</summary>
/// <param name="Trim">What is asked for.</param>
/// <param name="FirstSegment">The segment that the oldest frame kept stands in; those before it go.</param>
/// <param name="Blocks">Where the newest page of blocks stood.</param>
/// <param name="Rescued">Rows that are kept and stand in segments that go.</param>
internal sealed record TrimPlan(LogTrim Trim, int FirstSegment, BlockPlace? Blocks, IReadOnlyList<BlockRow> Rescued);
