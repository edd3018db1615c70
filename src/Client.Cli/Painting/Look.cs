namespace SessionShare.Cli.Painting;

/// <summary>What is drawn over the bottom rows of a terminal.</summary>
/// <param name="Lines">From the top; none has a control character, all may have looks.</param>
/// <param name="Cursor">Where the cursor stands in them; null: where the program has it, or hidden where these take all keys.</param>
/// <param name="TakesKeys">Keys go here and not to the program, so they are to come as a reset terminal sends them.</param>
internal sealed record Look(IReadOnlyList<string> Lines, (int Row, int Column)? Cursor = null, bool TakesKeys = false);
