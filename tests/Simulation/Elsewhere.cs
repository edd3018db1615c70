using System.Diagnostics;
using System.Runtime.CompilerServices;

// This build has Orleans' packages, which run on threads of their own: the simulator is built and run on src/Orleans.InProcess instead.
var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
foreach (var argument in (string[])["run", "-c", "Release", "--project", Folder(), "-p:OrleansEngine=InProcess", "--", .. args])
    start.ArgumentList.Add(argument);
using var run = Process.Start(start)!;
await run.WaitForExitAsync();
return run.ExitCode;

static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
