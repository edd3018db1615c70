using SessionShare.Bench;

if (args is ["--bare-server"])
{
    await BareServer.Serve();
    return 0;
}

var arguments = Arguments.Parse(args);
Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}");
Console.WriteLine();
switch (arguments.Only)
{
    case null:
        await Scenarios.Speed(arguments);
        return 0;
    case "slow-viewers":
        await Scenarios.Table(SlowViewers.Measure, arguments);
        return 0;
    case "idle":
        await Scenarios.Table(Idle.Measure, arguments);
        return 0;
    case "yes":
        await Scenarios.Table(Yes.Measure, arguments);
        return 0;
    case "people":
        await Scenarios.Table(People.Measure, arguments);
        return 0;
    default:
        Console.Error.WriteLine("--only is slow-viewers, idle, yes or people.");
        return 1;
}
