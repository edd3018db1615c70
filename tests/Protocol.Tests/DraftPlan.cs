namespace SessionShare.Protocol.Tests;

/// <summary>Random texts and edits, with characters of one and of two units.</summary>
internal static class DraftPlan
{
    private static readonly string[] Characters = ["a", "b", "c", " ", "\n", "é", "語", "😀", "🏳"];

    public static string Text(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => Characters[random.Next(Characters.Length)]));

    public static DraftDelta Delta(Random random, string text) => DraftDelta.Of(Changes(random, text), text.Length);

    /// <summary>One to three changes that fit.</summary>
    public static IReadOnlyList<DraftChange> Changes(Random random, string text)
    {
        var places = Enumerable.Range(0, text.Length + 1).Where(at => !DraftText.IsInsidePair(text, at)).ToArray();
        var chosen = Enumerable.Range(0, 2 * random.Next(1, 4)).Select(_ => places[random.Next(places.Length)]).Order().ToArray();
        return [.. chosen.Chunk(2).Select(pair => new DraftChange(pair[0], pair[1], Text(random, 4)))];
    }
}
