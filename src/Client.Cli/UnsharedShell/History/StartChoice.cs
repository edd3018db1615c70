namespace SessionShare.Cli.UnsharedShell.History;

/// <summary>A point where sharing could begin, as it is shown to the person who chooses.</summary>
/// <param name="From">As `--from` takes it.</param>
/// <param name="What">What stands there: a command line, or a word.</param>
/// <param name="Bytes">Bytes of output that would be shared at once.</param>
/// <param name="AgeSeconds">How long ago that began.</param>
/// <param name="WhyNot">Why it can't be chosen; null: it can.</param>
/// <param name="Note">What else is to know; null: nothing.</param>
internal sealed record StartChoice(string From, string What, long Bytes, long AgeSeconds, string? WhyNot, string? Note);
