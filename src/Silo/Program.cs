using SessionShare.Silo;
using SessionShare.Silo.Starting;

try
{
    var arguments = SiloArguments.Parse(args);
    if (arguments.Version)
    {
        Console.WriteLine(Product.Line);
        return 0;
    }

    if (arguments.Check)
    {
        foreach (var line in SiloHost.Check(arguments))
            Console.WriteLine(line);
        return 0;
    }

    if (arguments.Migrate)
    {
        foreach (var line in await Migration.Run(arguments, CancellationToken.None))
            Console.WriteLine(line);
        return 0;
    }

    using var host = SiloHost.Build(arguments);
    await host.StartAsync();
    Console.WriteLine(SiloHost.FirstLine(host.Services));
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Of(exception) is { } failure)
{
    Console.Error.WriteLine(failure.Text);
    return failure.ExitCode;
}
