using SessionShare.Bench.Yardsticks;

switch (args)
{
    case ["relay"]:
        await RelayServer.Serve();
        return 0;
    case ["signalr"]:
        await SignalRServer.Serve();
        return 0;
    case ["share", var kind and ("relay" or "signalr"), var address, var script]:
        await SharedTerminal.Run(kind == "relay" ? await RelayUplink.Open(new Uri(address)) : await SignalRUplink.Open(new Uri(address)), script);
        return 0;
    case ["lines", var rate, var length, var seconds]:
        StampedLines.Write(int.Parse(rate), int.Parse(length), double.Parse(seconds));
        return 0;
    default:
        Console.Error.WriteLine("usage: Yardsticks relay | signalr | share relay|signalr URL SCRIPT | lines LINES-A-SECOND BYTES-A-LINE SECONDS");
        return 1;
}
