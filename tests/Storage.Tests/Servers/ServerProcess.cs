using System.Diagnostics;

namespace SessionShare.Storage.Tests;

/// <summary>
/// A real server as a child process, which ends with this one however that ends: a shell holds it, and reads the end of its input as the order to stop it.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    // The first line of input names the signal to end the server with; an input that ends without one means an orderly stop.
    private const string Holder = """
        "$@" </dev/null &
        server=$!
        read -r signal
        kill -s "${signal:-INT}" "$server"
        wait "$server"
        """;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _readyText;
    private bool _ended;

    private ServerProcess(IEnumerable<string> command, string readyText)
    {
        _readyText = readyText;
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-c", Holder, "server" }.Concat(command))
            start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The server ended before it was ready: {Said()}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
    }

    /// <summary>Starts a server and waits until it says that it is ready; answers that line too.</summary>
    public static async Task<(ServerProcess Server, string Line)> Start(IEnumerable<string> command, string readyText)
    {
        var server = new ServerProcess(command, readyText);
        try
        {
            return (server, await server._ready.Task.WaitAsync(LongestStart));
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program to its end and answers its output.</summary>
    public static string Run(params IEnumerable<string> command)
    {
        var all = command.ToList();
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{string.Join(' ', all)} answered {process.ExitCode}: {output}{errors.Result}");
    }

    /// <summary>Ends the server by a signal, and waits until it is gone.</summary>
    public void End(string signal)
    {
        if (Interlocked.Exchange(ref _ended, true))
            return;

        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        if (!_process.HasExited)
        {
            _process.StandardInput.WriteLine(signal);
            _process.StandardInput.Close();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    public void Dispose() => End("INT");

    private void StopAtExit(object? sender, EventArgs e) => Dispose();

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
        if (line.Contains(_readyText, StringComparison.Ordinal))
            _ready.TrySetResult(line);
    }

    private string Said()
    {
        lock (_said)
            return string.Join(Environment.NewLine, _said.TakeLast(20));
    }
}
