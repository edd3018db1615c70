using SessionShare.Protocol;

namespace SessionShare.Client;

/// <summary>BlockStart payloads that fit into a frame: JSON writes some characters as six bytes, so a long command is cut further.</summary>
internal static class BlockPayload
{
    public static byte[] Of(BlockStart start)
    {
        var payload = start.ToPayload();
        for (var most = BlockStart.MaxCommand / 2; payload.Length > WireLimits.FramePayloadBytes; most /= 2)
            payload = (start with { Command = Cut(start.Command, most), Directory = Cut(start.Directory, most) }).ToPayload();
        return payload;
    }

    private static string? Cut(string? text, int most) => text is { } && text.Length > most ? text[..most] : text;
}
