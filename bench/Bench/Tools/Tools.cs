namespace SessionShare.Bench;

/// <summary>What is measured, and what it is compared with.</summary>
internal static class Tools
{
    public const string Own = "SessionShare";
    public const string Relay = "bare relay";
    public const string SignalR = "SignalR relay";
    public const string TtyShare = "tty-share";

    /// <summary>Ours first; what cannot be started here is null.</summary>
    /// <param name="network">What lies between some people and the server.</param>
    public static IEnumerable<(string Name, Func<Task<ITool>>? Start)> All(Arguments arguments, Network? network = null) =>
        from tool in (IEnumerable<(string Name, Func<Task<ITool>>? Start)>)
        [
            (Own, async () => await OwnTool.Start(arguments, settings: network is null ? [] : [network.Setting])),
            (Relay, RelayTool.Start),
            (SignalR, SignalRTool.Start),
            (TtyShare, TtyShareTool.Path is null ? null : () => Task.FromResult<ITool>(new TtyShareTool())),
        ]
        where arguments.Tools.Contains(tool.Name)
        select tool;

    /// <summary>Does something with each tool in turn; where that fails, the row says so and the others go on.</summary>
    public static async Task Each(Arguments arguments, Report report, string what, Func<ITool, Task> measure, Network? network = null)
    {
        foreach (var (name, start) in All(arguments, network))
        {
            if (start is null)
                report.Add(new Row(what, name, "") { Note = "not installed here" });
            else
                await Guarded(report, what, name, start, measure);
        }
    }

    public static async Task Guarded(Report report, string what, string name, Func<Task<ITool>> start, Func<ITool, Task> measure)
    {
        try
        {
            await using var tool = await start();
            await measure(tool);
        }
        catch (NotSupportedException why)
        {
            report.Add(new Row(what, name, "") { Note = why.Message });
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or TimeoutException or System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            report.Add(new Row(what, name, "") { Note = $"failed: {fault.Message}", Own = name == Own ? ("measured at all", false) : null });
        }
    }
}
