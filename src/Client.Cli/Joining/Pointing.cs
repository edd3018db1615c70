using SessionShare.Cli.Drafting;
using SessionShare.Cli.Painting;
using SessionShare.Protocol;
using Screen = SessionShare.Terminal.Screen;

namespace SessionShare.Cli.Joining;

/// <summary>What others point at, as far as it stands on the screen of now: text cell by cell, of blocks the first cell of each row, from the command's own on.</summary>
internal static class Pointing
{
    public static IReadOnlyList<Highlight> On(Screen screen, Company company, BlockRows blocks) =>
        company.Shown.Values.All(state => state.Selection is null)
            ? []
            : [.. from other in company.Others
                where other.State.Selection is not null
                from range in Ranges(screen, other.State.Selection!, blocks)
                from highlight in Of(screen, other.Participant.Person, range)
                select highlight];

    /// <summary>Where the row of a place in a block's output is, in rows from the first that ever scrolled out; null: it is not known (any more).</summary>
    public static (long Row, int Column)? RowOf(Screen screen, TextPlace place, BlockRows blocks)
    {
        if (blocks.Of(place.Block) is not { } block || block.First < Oldest(screen))
            return null;
        var row = block.First;
        for (var line = 0; ; row++)
        {
            if (row >= screen.ScrolledRows + screen.Rows)
                return null;
            line += row > block.First && !IsContinued(screen, row) ? 1 : 0;
            if (line == place.Row)
                return (row + (place.Column / screen.Columns), place.Column % screen.Columns);
        }
    }

    /// <summary>The line of a block's output that a row belongs to; null: not known.</summary>
    public static TextPlace? PlaceOf(Screen screen, (int Block, long First) block, long row)
    {
        if (block.First < Oldest(screen))
            return null;
        var line = 0;
        for (var at = block.First + 1; at <= row; at++)
            line += IsContinued(screen, at) ? 0 : 1;
        return new TextPlace(block.Block, line, 0);
    }

    /// <summary>Who of the others points at a block, or into it.</summary>
    public static IEnumerable<Person> At(Company company, int block) =>
        from other in company.Others
        where other.State.Selection is { } selection && (selection.Blocks?.Any(range => range.From <= block && block <= range.To) == true
            || selection.Text is { } text && text.From.Block <= block && block <= text.To.Block)
        select other.Participant.Person;

    /// <summary>What another points at in a line of a block's output; null: nothing.</summary>
    public static (Person Person, int From, int To)? At(Company company, int block, int line)
    {
        foreach (var (participant, state) in company.Others)
        {
            if (state.Selection?.Text is not { } text || IsBefore(block, line, text.From) || IsBefore(text.To.Block, text.To.Row, new TextPlace(block, line, 0)))
                continue;
            var from = text.From.Block == block && text.From.Row == line ? text.From.Column : 0;
            var to = text.To.Block == block && text.To.Row == line ? text.To.Column : int.MaxValue;
            return (participant.Person, from, to);
        }

        return null;
    }

    private static bool IsBefore(int block, int line, TextPlace place) => block < place.Block || (block == place.Block && line < place.Row);

    private static IEnumerable<Range> Ranges(Screen screen, PresenceSelection selection, BlockRows blocks)
    {
        if (selection.Screen is { } part)
            return [new(screen.ScrolledRows + part.From.Row, part.From.Column, screen.ScrolledRows + part.To.Row, part.To.Column)];
        if (screen.IsAlternate)
            return [];
        if (selection.Text is { } text)
            return RowOf(screen, text.From, blocks) is var (from, left) && RowOf(screen, text.To, blocks) is var (to, right) ? [new(from, left, to, right)] : [];
        return from numbers in selection.Blocks ?? []
               from block in blocks.Between(numbers.From, numbers.To)
               select new Range(block.First - 1, 0, Math.Max(block.First, block.End ?? (screen.ScrolledRows + screen.CursorRow + 1)) - 1, 1, IsBlock: true);
    }

    private static IEnumerable<Highlight> Of(Screen screen, Person person, Range range)
    {
        var (first, last) = ((int)Math.Max(range.First - screen.ScrolledRows, 0), (int)Math.Min(range.Last - screen.ScrolledRows, screen.Rows - 1));
        for (var row = first; row <= last; row++)
        {
            var at = screen.ScrolledRows + row;
            var from = range.IsBlock || at > range.First ? 0 : range.From;
            var to = range.IsBlock ? 1 : at < range.Last ? screen.Columns : range.To;
            if (from < to)
                yield return new Highlight(person, row, from, to, IsNamed: row == first);
        }
    }

    private static bool IsContinued(Screen screen, long row) => screen.IsContinued((int)(row - screen.ScrolledRows));

    private static long Oldest(Screen screen) => screen.ScrolledRows - (screen.IsAlternate ? 0 : screen.ScrollbackRows);

    private readonly record struct Range(long First, int From, long Last, int To, bool IsBlock = false);
}
