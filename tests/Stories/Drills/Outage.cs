using System.Diagnostics;
using System.Globalization;
using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Stories;

/// <summary>Output runs on while storage stands still, or fails, for a while; at the end every byte is compared.</summary>
internal sealed class Outage(TextWriter output)
{
    private const int BytesATick = 15_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <exception cref="InvalidOperationException">A byte was lost or doubled, or acknowledged that was not stored.</exception>
    public async Task Run(string store, bool fails, TimeSpan duration)
    {
        await using var server = await TestServer.Start(await TestStore.Named(store));
        await using var sharer = await TestSharer.Share(server, keyframes: false);
        await using var viewer = await TestViewer.Join(server, sharer);
        await using var recorder = await TestViewer.Join(server, sharer, recorder: true);
        sharer.Write("stored");
        await recorder.Catches(sharer);

        var begun = Stopwatch.GetTimestamp();
        if (fails)
            server.StorageFails();
        else
            server.StorageStandsStill();
        var told = Told(sharer, begun);
        await Write(sharer, begun, duration);
        output.WriteLine($"{store} {(fails ? "failed" : "stood still")} for {Seconds(Stopwatch.GetElapsedTime(begun))}; {sharer.WrittenBytes:n0} bytes were written meanwhile");
        output.WriteLine($"  the sharer was told after {Seconds(await told)}; the viewer had {viewer.OutputBytes:n0} bytes, the recorder {recorder.OutputBytes:n0}, the sharer kept {sharer.UnsavedBytes:n0} encoded");
        if (recorder.OutputBytes != "stored".Length)
            throw new InvalidOperationException("A recorder has bytes that can't be stored.");

        begun = Stopwatch.GetTimestamp();
        await server.StorageAnswers();
        await recorder.Events.Until(_ => recorder.OutputBytes >= sharer.WrittenBytes, "all bytes", Patience);
        output.WriteLine($"  all was stored {Seconds(Stopwatch.GetElapsedTime(begun))} after storage answered again");
        if (await sharer.End() is { Durable: false } outcome)
            throw new InvalidOperationException($"The end was not stored: {outcome}");
        await recorder.Ended();
        await viewer.Ended();
        if (!recorder.Output.AsSpan().SequenceEqual(sharer.Written) || !viewer.Output.AsSpan().SequenceEqual(sharer.Written))
            throw new InvalidOperationException($"{sharer.WrittenBytes} bytes were written; the recorder has {recorder.OutputBytes}, the viewer {viewer.OutputBytes}, and they are not the same.");
        output.WriteLine("  0 bytes lost, 0 doubled");
    }

    private static async Task<TimeSpan> Told(TestSharer sharer, long begun)
    {
        await sharer.Events.Until(seen => seen.OfType<SharedEvent.Noticed>().Any(told => told.Notice.Reason == Reason.StorageUnavailable), "that nothing is saved", Patience);
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task Write(TestSharer sharer, long begun, TimeSpan duration)
    {
        var random = new Random(7);
        while (Stopwatch.GetElapsedTime(begun) < duration)
        {
            var bytes = new byte[BytesATick];
            random.NextBytes(bytes);
            sharer.Write(bytes);
            await Task.Delay(Tick);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
