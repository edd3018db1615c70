using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.InProcess;

/// <summary>What all activations of a silo have in common.</summary>
internal sealed class ActivationShared(
    IServiceProvider services,
    TimeProvider time,
    IOptions<InProcessEngineOptions> engine,
    IOptions<GrainCollectionOptions> collection,
    IOptions<SiloMessagingOptions> messaging,
    ILogger<Activation> logger)
{
    public IServiceProvider Services => services;

    public TimeProvider Time => time;

    public InProcessEngineOptions Engine => engine.Value;

    public GrainCollectionOptions Collection => collection.Value;

    public TimeSpan ResponseTimeout => messaging.Value.ResponseTimeout;

    public ILogger Logger => logger;
}
