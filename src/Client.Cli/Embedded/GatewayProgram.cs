using System.Runtime.InteropServices;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Embedded;

/// <summary>Finds the server's program, which is installed beside ours.</summary>
internal static class GatewayProgram
{
    /// <summary>Names the program for tests: an executable, or a .dll for our own runtime.</summary>
    public const string Variable = "SESSIONSHARE_GATEWAY";

    private const string Name = "sessionshare-gateway";

    /// <summary>The words that start it.</summary>
    /// <exception cref="CliFailure">It isn't there.</exception>
    public static IReadOnlyList<string> Find(Surroundings surroundings)
    {
        var places = Places(AppContext.BaseDirectory, CarriesRuntime).ToList();
        var program = surroundings.Variable(Variable) ?? places.FirstOrDefault(File.Exists);
        if (program is null || !File.Exists(program))
            throw new CliFailure(Reasons.Exit.Failed, $"The server's program is not at {program ?? places[0]}: install it beside this one, or name a server with --server.");
        return program.EndsWith(".dll", StringComparison.Ordinal) ? [Runtime() ?? "dotnet", program] : [program];
    }

    /// <summary>
    /// Whether the runtime lies in our own folder. Then the server's program runs on it as an executable, and has no need of a dotnet; else it is a
    /// .dll for the runtime that runs us.
    /// </summary>
    private static bool CarriesRuntime =>
        Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>Beside our program, in a folder there, or where a build of the checkout leaves it.</summary>
    internal static IEnumerable<string> Places(string own, bool carriesRuntime)
    {
        var name = !carriesRuntime ? $"{Name}.dll" : OperatingSystem.IsWindows() ? $"{Name}.exe" : Name;
        yield return Path.Combine(own, name);
        yield return Path.Combine(own, "gateway", name);
        var segment = $"{Path.DirectorySeparatorChar}Client.Cli{Path.DirectorySeparatorChar}";
        var at = own.LastIndexOf(segment, StringComparison.Ordinal);
        if (at >= 0)
            yield return Path.Combine(own[..at], "Gateway", own[(at + segment.Length)..], name);
    }

    /// <summary>The dotnet that runs us, even where none is on the PATH: three folders above the runtime's own.</summary>
    private static string? Runtime()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : null;
    }
}
