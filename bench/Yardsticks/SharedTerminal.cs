using System.Collections;
using System.Net.WebSockets;
using SessionShare.Cli.Pty;

namespace SessionShare.Bench.Yardsticks;

/// <summary>A shell script in a terminal of 80x24, its output sent to a relay, keys from there typed.</summary>
internal static class SharedTerminal
{
    public static async Task Run(IUplink uplink, string script)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(one => (string)one.Key, one => (string)one.Value!);
        var command = new PtyCommand(["sh", script], environment, Environment.CurrentDirectory, TerminalSize.Usual);
        using var terminal = PseudoTerminal.Start(command, out var failure) ?? throw new InvalidOperationException(failure!.Reason);
        Console.WriteLine("shared");
        _ = Type(uplink, terminal);
        var ended = new TaskCompletionSource();
        new Thread(() => Send(uplink, terminal, ended)).Start();
        await ended.Task;
        uplink.Dispose();
    }

    private static void Send(IUplink uplink, PseudoTerminal terminal, TaskCompletionSource ended)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (terminal.Read(buffer) is > 0 and var count)
                uplink.Send(buffer.AsMemory(0, count)).GetAwaiter().GetResult();
            ended.SetResult();
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
        {
            ended.SetResult();
        }
    }

    private static async Task Type(IUplink uplink, PseudoTerminal terminal)
    {
        try
        {
            while (await uplink.Typed() is { Length: > 0 } keys)
                terminal.Write(keys.Span);
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
        {
            // The relay is gone: nobody types any more.
        }
    }
}
