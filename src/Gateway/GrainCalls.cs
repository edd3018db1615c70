using System.Runtime.CompilerServices;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;

namespace SessionShare.Gateway;

/// <summary>The edge between hubs and grains: tries again what a moving grain refused, and turns a fault into a reason, never into its text.</summary>
internal sealed partial class GrainCalls(TimeProvider time, ILogger<GrainCalls> logger)
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(20);

    /// <summary>Calls; on failure answers what <paramref name="refuse"/> makes of the reason.</summary>
    public async Task<T> Try<T>(string session, Func<Task<T>> call, Func<RefusalValue, T> refuse, [CallerMemberName] string verb = "")
    {
        var wait = FirstRetry;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (OrleansException fault) when (attempt < Tries)
            {
                LogTriedAgain(session, verb, fault.Message);
            }
            catch (Exception fault)
            {
                LogFailed(session, verb, fault);
                return refuse(RefusalValue.Of(Reason.ServerFault));
            }

            await Task.Delay(wait, time);
            wait *= 3;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId}: {Verb} is tried again: {Fault}")]
    private partial void LogTriedAgain(string sessionId, string verb, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: {Verb} failed.")]
    private partial void LogFailed(string sessionId, string verb, Exception fault);
}
