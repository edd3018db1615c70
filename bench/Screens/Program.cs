using SessionShare.Bench.Screens;

var megabytes = args is ["--mb", var text] ? int.Parse(text) : 400;

Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}; one core used, its time, best of 20, screen of 80x24 with its scrollback full");
Console.WriteLine();
Console.WriteLine("| what | MB/s | allocated bytes per MB |");
Console.WriteLine("|---|---|---|");
foreach (var (name, output) in Outputs.All)
    Console.WriteLine(Speed.Measure(name, output, megabytes));
Console.WriteLine();
Console.WriteLine("| keyframe of a screen full of | bytes | ms |");
Console.WriteLine("|---|---|---|");
foreach (var (name, output) in Outputs.All)
    Console.WriteLine(Speed.MeasureKeyframe(name, output));
