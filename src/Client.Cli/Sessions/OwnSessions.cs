using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>A person's live sessions, as who shares one of them looks at them and stops them.</summary>
internal static class OwnSessions
{
    /// <summary>Those that live; null: they can't be had, which is said.</summary>
    public static async Task<IReadOnlyList<MySession>?> Read(Gateway gateway, Action<string> tell)
    {
        try
        {
            var sessions = await gateway.Ask(api => api.Sessions(CancellationToken.None));
            return [.. sessions.Where(session => session.EndedAt is null)];
        }
        catch (Exception fault) when (Failed.Of(fault) is { } failed)
        {
            tell(Printable.Text(failed.Text, 120));
        }
        catch (ObjectDisposedException)
        {
            // Sharing ended meanwhile.
        }

        return null;
    }

    /// <summary>Stops them, one after the other; one that can't be stopped keeps no other from it.</summary>
    public static async void Stop(Gateway gateway, IReadOnlyList<MySession> sessions, Action<string> tell)
    {
        foreach (var session in sessions)
        {
            try
            {
                await gateway.Ask(api => api.Stop(session.Session, CancellationToken.None));
                tell($"stopped: {Printable.Text(session.Title, 60)}");
            }
            catch (Exception fault) when (Failed.Of(fault) is { } failed)
            {
                tell(Printable.Text(failed.Text, 120));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
