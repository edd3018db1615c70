using System.Net;
using System.Net.Sockets;

namespace SessionShare.Silo.Cluster;

/// <summary>What a port said to an attempt to connect.</summary>
internal enum PortAnswer
{
    /// <summary>A process listens. One that is starved of CPU counts: its operating system accepts for it.</summary>
    Accepts,

    /// <summary>The machine answers, and nobody listens: the process is gone.</summary>
    Refuses,

    /// <summary>Nothing comes back in time, or something else is in the way: that tells nothing of the process.</summary>
    Silent,
}

/// <summary>
/// Tells a process that is gone from one that is slow: a port that refuses connections again and again has nobody behind it, while a process that
/// gets no CPU, or is stopped, still has its connections accepted. Not thread-safe.
/// </summary>
/// <param name="goneAfter">How long a port must refuse without a break.</param>
internal sealed class RefusedPorts<T>(TimeSpan goneAfter, TimeProvider time)
    where T : notnull
{
    private readonly Dictionary<T, long> _since = [];

    /// <summary>Notes an answer; true, once, when its port has refused for so long that its process counts as gone.</summary>
    public bool IsGone(T peer, PortAnswer answer)
    {
        if (answer == PortAnswer.Accepts)
            _since.Remove(peer);
        if (answer != PortAnswer.Refuses)
            return false;
        if (_since.TryAdd(peer, time.GetTimestamp()))
            return false;
        if (_since[peer] == Told || time.GetElapsedTime(_since[peer]) < goneAfter)
            return false;

        _since[peer] = Told;
        return true;
    }

    /// <summary>Forgets those who are no peers any more.</summary>
    public void Keep(IReadOnlyCollection<T> peers)
    {
        foreach (var peer in _since.Keys.Except(peers).ToList())
            _since.Remove(peer);
    }

    private const long Told = long.MaxValue;
}

/// <summary>Knocks at ports.</summary>
internal static class Port
{
    /// <summary>Connects and hangs up.</summary>
    public static async Task<PortAnswer> Knock(IPEndPoint endpoint, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, either.Token);
            return PortAnswer.Accepts;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode == SocketError.ConnectionRefused ? PortAnswer.Refuses : PortAnswer.Silent;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PortAnswer.Silent;
        }
    }
}
