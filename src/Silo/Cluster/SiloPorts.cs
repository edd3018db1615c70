using System.Net;

namespace SessionShare.Silo.Cluster;

/// <summary>
/// A gateway's watch over the silos that it may use. Says whether one can be reached, and when one is lost: Orleans' client never learns that a request
/// which was under way to a silo at its death has no answer any more, and would wait for half a minute.
/// </summary>
/// <param name="silos">The membership's list of silos that take requests.</param>
/// <param name="link">What is told.</param>
/// <param name="listAge">How old the list may become.</param>
internal sealed class SiloPorts(
    Func<Task<IReadOnlyList<IPEndPoint>>> silos, ClusterLink link, TimeSpan listAge, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long the membership may take to drop a lost silo before that is waited for no more.</summary>
    private static readonly TimeSpan LongestBurial = TimeSpan.FromSeconds(5);

    /// <summary>Until every silo that is left knows what the membership says.</summary>
    private static readonly TimeSpan Gossip = TimeSpan.FromSeconds(1);

    private readonly HashSet<IPEndPoint> _living = [];
    private readonly Dictionary<IPEndPoint, long> _suspects = [];
    private readonly Queue<long> _told = new();
    private IReadOnlyList<IPEndPoint> _list = [];
    private long? _read;

    /// <summary>Watches until cancelled.</summary>
    public async Task Watch(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
                await Look(cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        if (_suspects.Count > 0 || _read is null || time.GetElapsedTime(_read.Value) >= listAge)
            await ReadList();

        var answers = await Task.WhenAll(
            _list.Union(_suspects.Keys).Select(async silo => (Silo: silo, Answer: await Port.Knock(silo, Patience, time, cancellationToken))));
        Tell(answers.Count(one => one.Answer == PortAnswer.Accepts));
        foreach (var (silo, answer) in answers)
        {
            if (answer == PortAnswer.Accepts)
                _living.Add(silo);
            if (answer == PortAnswer.Refuses && _living.Remove(silo))
                await Suspect(silo);
        }

        foreach (var (silo, since) in _suspects.ToList())
        {
            // One that accepts again was started anew: it knows nothing of what the one before was asked.
            if (!_list.Contains(silo) || _living.Contains(silo) || time.GetElapsedTime(since) > LongestBurial)
                Lose(silo);
        }

        if (_told.TryPeek(out var told) && time.GetElapsedTime(told) >= Gossip)
        {
            _told.Dequeue();
            link.LoseSilo();
        }
    }

    /// <summary>A silo that has left in good order is not in the list any more when its port closes: nothing was lost with it.</summary>
    private async Task Suspect(IPEndPoint silo)
    {
        await ReadList();
        if (_list.Contains(silo))
            _suspects.TryAdd(silo, time.GetTimestamp());
    }

    /// <summary>Said when the others know of it, so that what is asked again finds its way, and once more for what was asked in between.</summary>
    private void Lose(IPEndPoint silo)
    {
        _suspects.Remove(silo);
        ClusterLog.SiloLost(logger, silo);
        link.LoseSilo();
        _told.Enqueue(time.GetTimestamp());
    }

    private void Tell(int reached)
    {
        if (reached > 0 && link.Open())
            ClusterLog.Reached(logger, reached);
        else if (reached == 0 && link.Close())
            ClusterLog.AllLost(logger, _list.Count);
    }

    private async Task ReadList()
    {
        _read = time.GetTimestamp();
        try
        {
            _list = await silos();
        }
        catch (Exception fault)
        {
            ClusterLog.ListUnreadable(logger, fault);
        }
    }
}
