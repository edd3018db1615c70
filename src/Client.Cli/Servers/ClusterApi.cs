using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>The HTTP API of whichever gateway of a cluster answers: the one that answered last, else the next.</summary>
internal sealed class ClusterApi(IEnumerable<Uri> addresses, Func<CancellationToken, ValueTask<string?>>? token = null) : IDisposable
{
    private readonly ServerApi[] _gateways = [.. addresses.Select(address => new ServerApi(address, token))];
    private int _current;

    /// <summary>Asks each gateway at most once.</summary>
    /// <exception cref="ServerUnreachableException">None answers; it names the last.</exception>
    /// <exception cref="RefusedException">One refuses for good, or the last for now.</exception>
    public async Task<T> Ask<T>(Func<ServerApi, Task<T>> ask)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await ask(_gateways[_current]);
            }
            catch (Exception failure) when (tried < _gateways.Length && MayPassElsewhere(failure))
            {
                _current = (_current + 1) % _gateways.Length;
            }
        }
    }

    public void Dispose() => Array.ForEach(_gateways, gateway => gateway.Dispose());

    private static bool MayPassElsewhere(Exception failure) =>
        failure is ServerUnreachableException || (failure is RefusedException { Refusal.Reason: var reason } && Reasons.Of(reason).Retry);
}
