using SessionShare.Bench;

var arguments = Arguments.Parse(args);
await using var server = await Server.Start(arguments);

Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}; {server.FirstLine}");
Console.WriteLine();
Console.WriteLine("| what | min | median | p99 | max | unit |");
Console.WriteLine("|---|---|---|---|---|---|");
Console.WriteLine(await Echo.Measure(server, arguments));
foreach (var viewers in (int[])[1, 10])
    Console.WriteLine(await Bulk.Measure(server, arguments, viewers));
foreach (var row in await OwnTerminal.Measure(server, arguments))
    Console.WriteLine(row);
return 0;
