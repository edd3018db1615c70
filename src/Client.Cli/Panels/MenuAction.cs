using SessionShare.Cli.Painting;

namespace SessionShare.Cli.Panels;

/// <summary>Something that can be done, by a key behind the prefix key, or from the menu.</summary>
/// <param name="Key">The key.</param>
/// <param name="Title">What it does.</param>
/// <param name="Do">Does it.</param>
/// <param name="Fits">Whether there is reason for it now; null: always. By its key it can be done, and says so, anyway.</param>
internal sealed record MenuAction(char Key, string Title, Action Do, Func<bool>? Fits = null);

/// <summary>Everything that can be done, with its key, to be searched.</summary>
internal static class Menu
{
    /// <summary>The menu as a panel.</summary>
    /// <param name="close">Called before something is done.</param>
    public static IPanel Of(string prefix, IReadOnlyList<MenuAction> actions, Action<Action> close) => new ListPanel<MenuAction>(
        "what to do",
        () => [.. actions.Where(action => action.Fits?.Invoke() != false)],
        action => Line(prefix, action),
        action => action.Title,
        $"type to search · Enter does it · Esc leaves · by its key anywhere: {prefix}, then the key",
        (action, _) =>
        {
            if (action is not null)
                close(action.Do);
            return false;
        },
        searches: true);

    /// <summary>Only looked at: the next key is the one of an action.</summary>
    public static Look Keys(string prefix, IReadOnlyList<MenuAction> actions, int columns, int rows)
    {
        var fitting = actions.Where(action => action.Fits?.Invoke() != false).Select(action => Line("", action)).ToList();
        var wide = Math.Min(columns, fitting.Max(Cells.Width) + 3);
        var across = Math.Max(1, columns / wide);
        var lines = fitting.Chunk(across).Select(row => string.Concat(row.Select(cell => Cells.Fill(cell, wide)))).Take(Math.Max(1, rows - 3));
        return new Look([$"\e[0;90m── {prefix}, then ", .. lines, "\e[0;90mor / to search, Esc for none"]);
    }

    private static string Line(string prefix, MenuAction action) => $"\e[1m{(prefix.Length > 0 ? $"{prefix} " : "")}{action.Key}\e[22m  {action.Title}";
}
