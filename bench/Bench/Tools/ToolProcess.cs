using System.Diagnostics;

namespace SessionShare.Bench;

/// <summary>A process of a tool to compare with, of which the first line says that it is ready.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ToolProcess(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    public int Id => _process.Id;

    public string FirstLine { get; }

    public static Task<ToolProcess> Yardstick(params string[] words) => Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "SessionShare.Yardsticks"), words));

    public static async Task<ToolProcess> Start(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardInput) = (true, true);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["TERM"] = "xterm-256color";
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not start.");
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new ToolProcess(process, line);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
