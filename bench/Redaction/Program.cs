using SessionShare.Bench.Redaction;

if (args is not [var folder, .. var rest])
{
    Console.Error.WriteLine("usage: Redaction FOLDER [--show]     each file of the folder is a kind of output");
    return 1;
}

Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}; one core used, its time, best of {Speed.Runs}, in pieces of 16 KiB");
Console.WriteLine();
Console.WriteLine("| what | MB | MB/s | allocated bytes per MB | taken for secrets |");
Console.WriteLine("|---|---|---|---|---|");
var (bytes, places) = (0L, 0);
foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
{
    var output = File.ReadAllBytes(file);
    var hidden = Hits.Of(output);
    (bytes, places) = (bytes + output.Length, places + hidden.Count);
    Console.WriteLine(Speed.Measure(Path.GetFileName(file), output, hidden.Count));
    foreach (var line in rest is ["--show"] ? hidden : [])
        Console.Error.WriteLine(line);
}
Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"| all | {bytes / 1e6:0.0} | | | {places} |"));
return 0;
