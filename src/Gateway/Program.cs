using SessionShare.Gateway.Embedded;
using SessionShare.Gateway.Hosts;
using SessionShare.Gateway.Starting;
using SessionShare.Silo;
using SessionShare.Silo.Starting;

try
{
    var arguments = Arguments.Parse(args);
    if (arguments.Version)
    {
        Console.WriteLine(Product.Line);
        return 0;
    }

    if (arguments.Check)
    {
        foreach (var line in GatewayHost.Check(arguments))
            Console.WriteLine(line);
        return 0;
    }

    if (arguments.IsEmbedded)
        OwnTerminalSession.Begin();

    await using var app = GatewayHost.Build(arguments);
    await app.StartAsync();
    Console.WriteLine($"{Product.Line} {app.Services.GetRequiredService<ServerAddress>()}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Of(exception) is { } failure)
{
    Console.Error.WriteLine(failure.Text);
    return failure.ExitCode;
}
