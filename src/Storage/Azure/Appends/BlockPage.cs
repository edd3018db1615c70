using System.Text.Json;
using SessionShare.Grains.Log;

namespace SessionShare.Storage;

/// <summary>
/// Block rows that were written around the same time. An append that changes rows holds the newest page again with the change in it; once a page is
/// full the next one begins and points back. So all rows of a log are found from its end, a page a read.
/// </summary>
/// <param name="Previous">The page before; null in the first.</param>
/// <param name="HighestBefore">The highest block number in all pages before; 0 when there is none.</param>
/// <param name="Blocks">The rows, by number; one here replaces one of the same number in a page before.</param>
internal sealed record BlockPage(BlockPlace? Previous, int HighestBefore, IReadOnlyList<BlockRow> Blocks)
{
    private const int FullBlocks = 64;
    private const int FullTexts = 16 * 1024;

    public static BlockPage Empty { get; } = new(null, 0, []);

    /// <summary>The highest block number in the log so far.</summary>
    public int Highest => Blocks.Count > 0 ? Math.Max(HighestBefore, Blocks.Max(block => block.Number)) : HighestBefore;

    private bool IsFull => Blocks.Count >= FullBlocks || Blocks.Sum(block => (block.Command?.Length ?? 0) + (block.Directory?.Length ?? 0)) >= FullTexts;

    /// <summary>The newest page once more rows are written; <paramref name="place"/> is where this one stands.</summary>
    public BlockPage With(IEnumerable<BlockRow> rows, BlockPlace? place)
    {
        var (page, old) = IsFull ? (new BlockPage(place, Highest, []), Enumerable.Empty<BlockRow>()) : (this, Blocks);
        return page with { Blocks = [.. old.Concat(rows).GroupBy(block => block.Number).Select(same => same.Last()).OrderBy(block => block.Number)] };
    }

    public byte[] Seal(LogCipher cipher) => cipher.Seal(JsonSerializer.SerializeToUtf8Bytes(this, AppendJson.Default.BlockPage));

    public static BlockPage Open(LogCipher cipher, ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(cipher.Open(bytes), AppendJson.Default.BlockPage)!;
}
