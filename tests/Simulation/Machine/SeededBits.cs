using System.Security.Cryptography;
using SessionShare.Protocol;

namespace SessionShare.Simulation;

/// <summary>Ids and secrets of a simulated world: as good as its seed.</summary>
internal sealed class SeededBits(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public SessionId NewSession()
    {
        var bits = new byte[16];
        GetBytes(bits);
        return SessionId.Of(bits);
    }
}
