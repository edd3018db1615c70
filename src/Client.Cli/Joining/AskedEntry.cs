using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Pty;
using SessionShare.Cli.Sharing;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>Coming in; where there is no access, by asking the sharer for it, if the person wants that.</summary>
/// <param name="ask">What to ask for; null: the person is asked whether to.</param>
internal sealed class AskedEntry(Surroundings surroundings, LocalTerminal terminal, Role? ask)
{
    /// <summary>Joins, after having asked where that is needed.</summary>
    /// <exception cref="RefusedException">No access, and none was given.</exception>
    public async Task<WatchedSession> Enter(Func<Task<WatchedSession>> join, Func<Role, Action, Task<Role>> askFor)
    {
        try
        {
            return await join();
        }
        catch (RefusedException refused) when (refused.Refusal.Reason == Reason.NoAccess && Wanted(refused.Refusal) is { } role)
        {
            var granted = await askFor(role, () => surroundings.Notes.WriteLine($"The sharer is asked to let you {Word(role)}; waiting for the answer. Ctrl-C takes it back."));
            surroundings.Notes.WriteLine($"You {LinkText.Verb(granted)}.");
            return await join();
        }
    }

    private Role? Wanted(Refusal refusal)
    {
        if (ask is not null)
            return ask;
        if (!terminal.HasKeys || !terminal.HasScreen)
            return null;
        surroundings.Error.WriteLine(Printable.Text(refusal.Text));
        return Question.Ask(surroundings.Error, terminal, "Ask the sharer to let you in?") ? Role.View : null;
    }

    private static string Word(Role role) => role >= Role.Edit ? "type" : "watch";
}
