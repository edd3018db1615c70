using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Painting;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>The newest run of a draft, and what a person is told of it: nothing of what was over when they came.</summary>
internal sealed class Runs
{
    private const int MostCharacters = 60;

    /// <summary>Null: there was none.</summary>
    public DraftRun? Newest { get; private set; }

    /// <summary>Whether this is news of a run.</summary>
    public bool Take(WatchedEvent happened)
    {
        if (happened is WatchedEvent.Present present)
            Newest = present.Session.Run;
        if (happened is not WatchedEvent.RunChanged changed || changed.Run == Newest)
            return false;
        Newest = changed.Run;
        return true;
    }

    /// <summary>What is said of a run; null: nothing.</summary>
    /// <param name="self">Who reads it.</param>
    public static string? Text(DraftRun run, string self)
    {
        var isOwn = run.Participant == self;
        var whose = isOwn ? "your line" : $"{PersonColour.ShortName(run.Person)}’s line";
        return run.State switch
        {
            RunState.Asking => $"{whose} waits for the sharer’s yes",
            RunState.Ran when !isOwn => $"{PersonColour.ShortName(run.Person)} ran {Line(run.Text)}",
            RunState.Refused => Printable.Text($"{whose} did not run: {run.Refused?.Text}"),
            _ => null,
        };
    }

    /// <summary>A draft as one line.</summary>
    public static string Line(string text, int length = MostCharacters) => Printable.Text(text.ReplaceLineEndings(" ⏎ ").Replace('\t', ' '), length);
}
