namespace SessionShare.Bench;

/// <summary>What can be measured, as tables.</summary>
internal static class Scenarios
{
    /// <summary>How fast keys and bytes are.</summary>
    public static async Task Speed(Arguments arguments)
    {
        await using var server = await Server.Start(arguments);
        Console.WriteLine("| what | min | median | p99 | max | unit |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Console.WriteLine(await Echo.Measure(server, arguments));
        foreach (var viewers in (int[])[1, 10])
            Console.WriteLine(await Bulk.Measure(server, arguments, viewers));
        foreach (var row in await OwnTerminal.Measure(server, arguments))
            Console.WriteLine(row);
    }

    /// <summary>A scenario that prints its rows while it runs.</summary>
    public static Task Table(Func<Arguments, Task> measure, Arguments arguments)
    {
        Console.WriteLine("| what | figure |");
        Console.WriteLine("|---|---|");
        return measure(arguments);
    }
}
