using System.ComponentModel;
using System.Diagnostics;
using SessionShare.Cli.CommandLine;

namespace SessionShare.Cli.Sharing;

/// <summary>The clipboard of the desktop that we run on, by the program that it has for it.</summary>
internal static class ClipboardProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether a program took the text.</summary>
    public static async Task<bool> TryCopy(string text, Surroundings surroundings)
    {
        foreach (var (program, arguments) in Programs(surroundings, OperatingSystem.IsMacOS()))
        {
            if (Find(program, surroundings) is { } path && await TryRun(path, arguments, text, surroundings.Time))
                return true;
        }

        return false;
    }

    /// <summary>Those that may be there, the likeliest first.</summary>
    internal static IEnumerable<(string Program, string[] Arguments)> Programs(Surroundings surroundings, bool isMac)
    {
        if (isMac)
            yield return ("pbcopy", []);
        if (surroundings.Variable("WAYLAND_DISPLAY") is not null)
            yield return ("wl-copy", []);
        if (surroundings.Variable("DISPLAY") is null)
            yield break;
        yield return ("xclip", ["-selection", "clipboard"]);
        yield return ("xsel", ["--clipboard", "--input"]);
    }

    private static string? Find(string program, Surroundings surroundings) =>
        (surroundings.Variable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Its output goes nowhere: such a program lives on, to hand the text out.</summary>
    private static async Task<bool> TryRun(string program, string[] arguments, string text, TimeProvider time)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await started.StandardInput.WriteAsync(text);
            started.StandardInput.Close();
            await started.WaitForExitAsync().WaitAsync(Patience, time);
            return started.ExitCode == 0;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or TimeoutException)
        {
            return false;
        }
    }
}
