using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace SessionShare.Bench;

/// <summary>Compresses pieces and takes them apart again, compares, and says what became of it.</summary>
internal static class Squeeze
{
    private const int MemoryOf = 500;

    /// <summary>Each message is complete when it leaves, as permessage-deflate asks.</summary>
    /// <param name="keepsWindow">What came before helps with what comes ("context takeover").</param>
    public static Squeezed Messages(string what, List<ReadOnlyMemory<byte>> messages, int level, bool keepsWindow)
    {
        var (packed, way) = (new MemoryStream(), new MemoryStream());
        var (deflater, inflater) = (Deflater(packed, level), new DeflateStream(way, CompressionMode.Decompress));
        var (sizes, latencies, back) = (0L, new List<double>(), new byte[messages.Max(message => message.Length)]);
        var (packing, unpacking) = (0L, 0L);
        foreach (var message in messages)
        {
            var begun = Stopwatch.GetTimestamp();
            packed.SetLength(0);
            deflater = keepsWindow ? deflater : Deflater(packed, level);
            deflater.Write(message.Span);
            deflater.Flush();
            var middle = Stopwatch.GetTimestamp();
            Arrive(way, packed.GetBuffer().AsSpan(0, (int)packed.Length));
            inflater = keepsWindow ? inflater : new DeflateStream(way, CompressionMode.Decompress);
            inflater.ReadExactly(back, 0, message.Length);
            var end = Stopwatch.GetTimestamp();
            Same(message, back);
            sizes += packed.Length;
            (packing, unpacking) = (packing + middle - begun, unpacking + end - middle);
            latencies.Add(Stopwatch.GetElapsedTime(begun, end).TotalMicroseconds);
        }

        return new Squeezed(what, Size(messages) / (double)sizes, Size(messages) / 1e6, messages.Count, packing, unpacking, latencies);
    }

    /// <summary>Through two WebSockets on loopback: there is no choice of a level in .NET.</summary>
    public static async Task<Row> Sockets(string what, List<ReadOnlyMemory<byte>> messages)
    {
        var (plain, _) = await Through(messages, null);
        var (packed, bytes) = await Through(messages, new WebSocketDeflateOptions());
        return new Row(what, "WebSocket", "µs a message") { Figures = Summary.Of(packed), Note = $"{(double)Size(messages) / bytes:0.0}x smaller; without it {Summary.Text(Summary.Of(plain).Median)} µs" };
    }

    /// <summary>Each piece by itself.</summary>
    public static Squeezed Whole(string what, List<ReadOnlyMemory<byte>> pieces, Func<ReadOnlyMemory<byte>, byte[]> pack, Func<byte[], int, byte[]> unpack)
    {
        var (sizes, packing, unpacking, latencies) = (0L, 0L, 0L, new List<double>());
        foreach (var piece in pieces)
        {
            var begun = Stopwatch.GetTimestamp();
            var packed = pack(piece);
            var middle = Stopwatch.GetTimestamp();
            var back = unpack(packed, piece.Length);
            var end = Stopwatch.GetTimestamp();
            Same(piece, back);
            sizes += packed.Length;
            (packing, unpacking) = (packing + middle - begun, unpacking + end - middle);
            latencies.Add(Stopwatch.GetElapsedTime(begun, end).TotalMicroseconds);
        }

        return new Squeezed(what, Size(pieces) / (double)sizes, Size(pieces) / 1e6, pieces.Count, packing, unpacking, latencies);
    }

    public static byte[] ZLib(ReadOnlyMemory<byte> bytes, int level)
    {
        var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            stream.Write(bytes.Span);
        return packed.ToArray();
    }

    public static byte[] UnZLib(byte[] packed, int length)
    {
        var bytes = new byte[length];
        using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static byte[] Brotli(ReadOnlyMemory<byte> bytes, int quality)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes.Span, packed, out var count, quality, window: 18) ? packed[..count] : throw new InvalidOperationException("Brotli has no room.");
    }

    public static byte[] UnBrotli(byte[] packed, int length)
    {
        var bytes = new byte[length];
        return BrotliDecoder.TryDecompress(packed, bytes, out _) ? bytes : throw new InvalidOperationException("Brotli cannot read what it wrote.");
    }

    /// <summary>What connections hold that keep their windows.</summary>
    public static string Memory()
    {
        var text = new byte[64 * 1024];
        new Random(1).NextBytes(text);
        var before = Usage.ResidentOf(Environment.ProcessId);
        var all = new List<DeflateStream>();
        for (var i = 0; i < MemoryOf; i++)
        {
            var packed = new MemoryStream(1024);
            var deflater = Deflater(packed, 1);
            deflater.Write(text);
            deflater.Flush();
            var inflater = new DeflateStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            inflater.ReadExactly(new byte[text.Length]);
            packed.SetLength(0);
            packed.Capacity = 0;
            all.AddRange([deflater, inflater]);
        }

        GC.Collect();
        var each = (Usage.ResidentOf(Environment.ProcessId) - before) / 1024.0 / MemoryOf;
        GC.KeepAlive(all);
        return $"{each:0} KiB, of {MemoryOf}";
    }

    /// <summary>What was not read yet stays in front.</summary>
    private static void Arrive(MemoryStream way, ReadOnlySpan<byte> bytes)
    {
        var rest = way.GetBuffer().AsSpan((int)way.Position, (int)(way.Length - way.Position)).ToArray();
        way.SetLength(0);
        way.Write(rest);
        way.Write(bytes);
        way.Position = 0;
    }

    private static DeflateStream Deflater(Stream packed, int level) => new(packed, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);

    private static async Task<(List<double> Microseconds, long Bytes)> Through(List<ReadOnlyMemory<byte>> messages, WebSocketDeflateOptions? deflate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var served = await listener.AcceptTcpClientAsync();
        served.NoDelay = true;
        var counting = new CountingStream(served.GetStream());
        using var sender = WebSocket.CreateFromStream(counting, new WebSocketCreationOptions { IsServer = true, DangerousDeflateOptions = deflate });
        using var receiver = WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions { DangerousDeflateOptions = deflate });
        var (times, buffer) = (new List<double>(), new byte[128 * 1024]);
        foreach (var message in messages)
        {
            var begun = Stopwatch.GetTimestamp();
            var sending = sender.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);
            var held = 0;
            for (ValueWebSocketReceiveResult received; ;)
            {
                received = await receiver.ReceiveAsync(buffer.AsMemory(held), CancellationToken.None);
                held += received.Count;
                if (received.EndOfMessage)
                    break;
            }

            await sending;
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            Same(message, buffer.AsSpan(0, held));
        }

        return (times, counting.Written);
    }

    private static long Size(List<ReadOnlyMemory<byte>> pieces) => pieces.Sum(piece => (long)piece.Length);

    private static void Same(ReadOnlyMemory<byte> one, ReadOnlySpan<byte> other)
    {
        if (!other.StartsWith(one.Span))
            throw new InvalidOperationException("What was unpacked is not what was packed.");
    }
}
