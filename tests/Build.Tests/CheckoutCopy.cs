namespace SessionShare.Build.Tests;

/// <summary>The sources of some projects in a folder of their own, with what every build of the checkout imports.</summary>
internal sealed class CheckoutCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-build-");

    public CheckoutCopy(params string[] projects)
    {
        foreach (var file in Directory.GetFiles(Checkout.Root).Where(file => Path.GetExtension(file) is ".props" or ".targets" or ".json" or ".config" or ".editorconfig"))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        foreach (var folder in projects.Append("eng"))
            Copy(Path.Combine(Checkout.Root, folder), Path.Combine(_folder.FullName, folder));
    }

    public Task Build(string project, string engine) =>
        DotNet.Run(_folder.FullName, "build", project, "-v:quiet", "--nologo", "-p:RunAnalyzers=false", $"-p:OrleansEngine={engine}", $"-p:OrleansVersion={Checkout.OrleansVersion}");

    /// <summary>When each program and restore result of an engine was written, by its path.</summary>
    public IReadOnlyDictionary<string, DateTime> Outputs(string project, string engine) => new[] { "bin", "obj" }
        .SelectMany(kind => Directory.GetFiles(Path.Combine(_folder.FullName, project, kind, engine), "*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) == ".dll" || Path.GetFileName(file) == "project.assets.json")
        .ToDictionary(file => Path.GetRelativePath(_folder.FullName, file), File.GetLastWriteTimeUtc);

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
