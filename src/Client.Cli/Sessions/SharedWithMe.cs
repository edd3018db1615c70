using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Servers;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>Tells who shares here when somebody else shares a session with them. Beside the point of their work, so that whatever goes wrong with it is told to nobody.</summary>
/// <param name="tell">Called for each, once.</param>
internal sealed class SharedWithMe(Gateway gateway, Surroundings surroundings, Action<InvitedSession> tell)
{
    /// <summary>A program starts first.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(2);

    /// <summary>What a person reads.</summary>
    public static string Sentence(InvitedSession session) =>
        $"{Printable.Text(session.Sharer.Name, 60)} shared {Printable.Text(session.Title, 60)} with you: sessionshare join {session.Session}";

    /// <summary>Until it is cancelled.</summary>
    public async Task Follow(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Begin, surroundings.Time, cancellationToken);
            var list = new SessionList(gateway.Transport(surroundings), new ListOptions { Servers = gateway.Addresses, TimeProvider = surroundings.Time });
            await foreach (var happened in list.Follow(cancellationToken))
            {
                if (happened is ListEvent.Invited { IsNew: true, Session: { EndedAt: null } session })
                    tell(session);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Sharing is over.
        }
        catch (Exception fault) when (Failed.Of(fault) is not null)
        {
            // A server that has no such hub, or a sign-in that is over: sharing itself says what there is to say.
        }
    }
}
