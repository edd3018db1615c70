using System.Runtime.CompilerServices;
using SessionShare.Gateway.Telemetry;
using SessionShare.Grains.Sessions;
using SessionShare.Protocol;
using SessionShare.Silo.Cluster;

namespace SessionShare.Gateway;

/// <summary>
/// The edge between hubs and grains: tries again what a moving grain refused or a lost silo can't answer any more, and turns a fault into a reason, never into
/// its text. Every call through here may arrive twice: sequences, numbers, connections and secrets make the second one harmless.
/// </summary>
internal sealed partial class GrainCalls(ClusterLink link, GatewayInstruments instruments, TimeProvider time, ILogger<GrainCalls> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>A killed silo's sessions are back sooner; a client waits 10 s for an answer.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(6);

    /// <summary>Calls; on failure answers what <paramref name="refuse"/> makes of the reason.</summary>
    public async Task<T> Try<T>(string session, Func<Task<T>> call, Func<RefusalValue, T> refuse, [CallerMemberName] string verb = "")
    {
        var (begun, wait) = (time.GetTimestamp(), FirstRetry);
        for (var told = false; ;)
        {
            try
            {
                await link.Came.WaitAsync(GiveUpAfter, time);
                var lost = link.SiloLost;
                return await call().WaitAsync(lost);
            }
            catch (Exception fault) when (ClusterFaults.MayPass(fault))
            {
                if (time.GetElapsedTime(begun) >= GiveUpAfter)
                {
                    LogGivenUp(session, verb, fault.Message);
                    return refuse(RefusalValue.Of(ClusterFaults.ReasonOf(fault, link)));
                }

                if (!told)
                    LogTriedAgain(session, verb, fault.Message);
                told = true;
                instruments.OnRetry();
            }
            catch (Exception fault)
            {
                LogFailed(session, verb, fault);
                return refuse(RefusalValue.Of(Reason.ServerFault));
            }

            await Task.Delay(wait, time);
            wait = wait * 3 < LongestRetry ? wait * 3 : LongestRetry;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId}: {Verb} is tried again: {Fault}")]
    private partial void LogTriedAgain(string sessionId, string verb, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: {Verb} was given up: {Fault}")]
    private partial void LogGivenUp(string sessionId, string verb, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Session {SessionId}: {Verb} failed.")]
    private partial void LogFailed(string sessionId, string verb, Exception fault);
}

/// <summary>Which failures of a grain call are the cluster's, and pass.</summary>
internal static class ClusterFaults
{
    /// <summary>A grain that moves, a silo that is lost or slow.</summary>
    public static bool MayPass(Exception fault) => fault is OrleansException or TimeoutException or OperationCanceledException;

    /// <summary>What a peer is told of such a failure.</summary>
    public static Reason ReasonOf(Exception fault, ClusterLink link) =>
        link.IsUp && fault is not TimeoutException ? Reason.ServerStopping : Reason.ClusterUnreachable;
}
