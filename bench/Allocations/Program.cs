using SessionShare.Bench.Allocations;

Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}; bytes allocated, whatever thread did it");
Console.WriteLine();
Console.WriteLine("| payload | frames an append | what | bytes an append | bytes a frame | times the payload |");
Console.WriteLine("|---|---|---|---|---|---|");
await using var path = await AppendPath.Open();
foreach (var (payload, frames) in ((int, int)[])[(100, 1), (100, 16), (16 * 1024, 1), (16 * 1024, 15)])
{
    var work = new Work(payload, frames);
    Report(work, "the hub reads an append", WirePath.Read(work));
    Report(work, "uplink, grain, tail, writer, store, feed, until it is durable", await path.Append(work));
    Report(work, "the hub writes it to one viewer", WirePath.Write(work));
}

static void Report(Work work, string what, double bytes) =>
    Console.WriteLine($"| {work.Payload:n0} B | {work.Frames} | {what} | {bytes:n0} | {bytes / work.Frames:n0} | {bytes / work.Frames / work.Payload:0.00} |");
