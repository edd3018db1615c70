using Microsoft.Extensions.Logging;
using SessionShare.Grains.Users;

namespace SessionShare.Grains.Sessions;

/// <summary>Tells people who list the session to look again. One telling at a time: what comes meanwhile is told by the next one.</summary>
internal sealed partial class SessionGrain
{
    private Task _telling = Task.CompletedTask;

    private void TellLists(Session session)
    {
        if (session.FindHints().Any && _telling.IsCompleted && !_moving)
            _telling = TellAll(session);
    }

    private async Task TellAll(Session session)
    {
        await Task.Yield();
        while (!_moving && _session == session && session.FindHints() is { Any: true } hints)
        {
            var (owner, addresses, answers) = hints.Take();
            async Task Tell()
            {
                if (owner)
                    await Owner.Hint(new UserHint(HintKind.Listed, Id));
                await Task.WhenAll(addresses.Select(email => GrainFactory.GetGrain<IInvitationsGrain>(email).Changed(Id)));
                await Task.WhenAll(answers.Select(answer =>
                    GrainFactory.GetGrain<IUserGrain>(answer.User).Hint(new UserHint(HintKind.Answered, Id, answer.Role, answer.Granted))));
            }

            if (await Telling.Try(Tell, _time) is { } fault)
                LogListsNotTold(Id, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId}: someone who lists it was not told of a change: {Fault}")]
    private partial void LogListsNotTold(string sessionId, string fault);
}
