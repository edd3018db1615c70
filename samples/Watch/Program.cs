// Watches a session by its link and writes each command with its exit code: dotnet run --project samples/Watch -- LINK
using SessionShare.Client;
using SessionShare.Protocol;

if (args is not [var text] || !SessionLink.TryParse(text, out var link))
{
    Console.Error.WriteLine("usage: Watch LINK");
    return 2;
}

var options = new WatchOptions { Servers = [link.Server], Session = link.Session, LinkSecret = link.Secret, Name = "sample" };
await using var session = await WatchedSession.Join(new SignalRTransport(new SignalRTransportOptions()), options, CancellationToken.None);
Console.WriteLine($"Watching {session.Title}");
await foreach (var happened in session.Watch(CancellationToken.None))
{
    if (happened is WatchedEvent.Frames frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Kind == FrameKind.BlockStart && BlockStart.TryRead(frame.Payload.Span, out var start))
                Console.WriteLine($"{start.Block} $ {start.Command}");
            if (frame.Kind == FrameKind.BlockEnd && BlockEnd.TryRead(frame.Payload.Span, out var end))
                Console.WriteLine($"{end.Block} ended with {end.ExitCode}");
        }
    }
    if (happened is WatchedEvent.Ended ended)
        Console.WriteLine(ended.How.Text);
}
return 0;
