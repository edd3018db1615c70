using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Runs a silo's lifecycle with its host.</summary>
internal sealed partial class SiloHost(
    SiloLifecycle lifecycle, IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants, ILogger<SiloHost> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(logger);
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }

        return lifecycle.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => lifecycle.StopAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The silo runs on Orleans.InProcess: one process, no cluster, not Microsoft Orleans")]
        public static partial void Starting(ILogger logger);
    }
}
