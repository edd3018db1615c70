namespace Orleans
{
    /// <summary>Does something when a stage starts and when it stops.</summary>
    public interface ILifecycleObserver
    {
        Task OnStart(CancellationToken cancellationToken = default);

        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>
    /// Starts its stages from the lowest number up and stops them from the highest down. Observers of one stage run together.
    /// </summary>
    public interface ILifecycleObservable
    {
        /// <returns>Ends the subscription when disposed.</returns>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    /// <summary>A service that subscribes itself before the lifecycle starts.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable>
        where TLifecycleObservable : ILifecycleObservable
    {
        void Participate(TLifecycleObservable lifecycle);
    }
}

namespace Orleans.Runtime
{
    /// <summary>The lifecycle of a silo; its stages are <see cref="ServiceLifecycleStage"/>.</summary>
    public interface ISiloLifecycle : ILifecycleObservable;
}
