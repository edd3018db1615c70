using SessionShare.Bench.Allocations;

Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}; bytes allocated, whatever thread did it");
Console.WriteLine();
Console.WriteLine("| payload | frames an append | what | bytes an append | bytes a frame | times the payload | us |");
Console.WriteLine("|---|---|---|---|---|---|---|");
await using var path = await AppendPath.Open();
foreach (var (payload, frames) in ((int, int)[])[(100, 1), (100, 16), (16 * 1024, 1), (16 * 1024, 15)])
{
    var work = new Work(payload, frames);
    foreach (var wire in WirePath.Both)
        Report(work, $"the hub reads an append in {wire.Name}", wire.Read(work));
    Report(work, "uplink, grain, tail, writer, store, feed, until it is durable", new PerTurn(await path.Append(work), double.NaN));
    foreach (var wire in WirePath.Both)
        Report(work, $"the hub writes it to one viewer in {wire.Name}", wire.Write(work));
}

static void Report(Work work, string what, PerTurn turn) => Console.WriteLine(
    $"| {work.Payload:n0} B | {work.Frames} | {what} | {turn.Bytes:n0} | {turn.Bytes / work.Frames:n0} | {turn.Bytes / work.Frames / work.Payload:0.00} | {(double.IsNaN(turn.Microseconds) ? "" : $"{turn.Microseconds:0.0}")} |");
