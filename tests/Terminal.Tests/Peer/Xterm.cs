using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionShare.Terminal.Tests.Peer;

/// <summary>@xterm/headless in a node process of its own: what all screens are compared with. xterm/peer.mjs is the other end.</summary>
internal static class Xterm
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Terminal.Tests/xterm");

    /// <summary>Where xterm.js 6.0 throws at times, when it gets wider after it cut a wide character (docs/terminal.md).</summary>
    private const string KnownFault = "reflowLargerGetLinesToRemove";

    /// <summary>Runs all cases in one process. Where xterm.js fails in the way it is known to, which is rare, the answer has a fault and nothing else.</summary>
    public static async Task<IReadOnlyList<XtermAnswer>> Run(IReadOnlyList<XtermCase> cases)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            await Npm();
        using var node = Process.Start(new ProcessStartInfo("node", ["peer.mjs"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var writing = Write(node.StandardInput, cases);
        var answers = new List<XtermAnswer>();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
            answers.Add(JsonSerializer.Deserialize<XtermAnswer>(line, Form)!);
        await writing;
        answers.Should().HaveSameCount(cases, "node answers each case");
        answers.Select(answer => answer.Fault).Should().OnlyContain(fault => fault == null || fault.Contains(KnownFault), "xterm.js does not fail in other ways");
        answers.Count(answer => answer.Fault is not null).Should().BeLessThanOrEqualTo(1 + (cases.Count / 10_000), "xterm.js seldom fails");
        return answers;
    }

    private static async Task Write(StreamWriter input, IReadOnlyList<XtermCase> cases)
    {
        foreach (var one in cases)
            await input.WriteLineAsync(JsonSerializer.Serialize(one, Form));
        input.Close();
    }

    private static async Task Npm()
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-progress"]) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
        npm.ExitCode.Should().Be(0, "npm ci in tests/Terminal.Tests/xterm works");
    }
}

/// <summary>What happens to a terminal.</summary>
/// <param name="Steps">Bytes, or a size.</param>
/// <param name="Other">Where given: another way that shall lead to the same terminal.</param>
/// <param name="Deep">Also compares underline styles, their colours and links.</param>
internal sealed record XtermCase(int Columns, int Rows, IReadOnlyList<object> Steps, IReadOnlyList<object>? Other = null, bool Deep = false)
{
    public static object Bytes(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);

    public static object Size(int columns, int rows) => new[] { columns, rows };

    /// <summary>The same on a screen of ours.</summary>
    public Screen OnScreen()
    {
        var screen = new Screen(Columns, Rows);
        foreach (var step in Steps)
        {
            if (step is int[] size)
                screen.Resize(size[0], size[1]);
            else
                screen.Write(Convert.FromBase64String((string)step));
        }
        return screen;
    }
}

/// <summary>One of the three.</summary>
internal sealed record XtermAnswer(string? Dump, string? Difference, string? Fault);
