namespace SessionShare.Bench;

/// <summary>Shell scripts that are shared.</summary>
internal static class Scripts
{
    private static readonly string Yardsticks = Path.Combine(AppContext.BaseDirectory, "SessionShare.Yardsticks");

    /// <summary>Writes back each key as it comes.</summary>
    public static string Echo(string folder) => Write(folder, "stty raw -echo\nprintf ready\nexec cat");

    /// <summary>Behind the gate, lines with the moment of their writing; then nothing.</summary>
    public static string Lines(string folder, Gate gate, int linesPerSecond, int length, double seconds) => Write(
        folder, $"stty raw -echo\n{gate.Wait}\n{Yardsticks} lines {linesPerSecond} {length} {seconds}\nexec sleep 100000");

    /// <summary>Behind the gate, a file; then nothing.</summary>
    public static string File(string folder, Gate gate, string file) => Write(folder, $"stty raw -echo\n{gate.Wait}\ncat {file}\nexec sleep 100000");

    /// <summary>Behind the gate, a file, and then a full-screen program.</summary>
    public static string FullScreen(string folder, Gate gate, string history, string program) => Write(folder, $"{gate.Wait}\ncat {history}\nexport TERM=xterm-256color\nexec {program}");

    private static string Write(string folder, string script)
    {
        var path = Path.Combine(folder, $"script-{Guid.NewGuid():n}");
        System.IO.File.WriteAllText(path, script + "\n");
        return path;
    }
}
