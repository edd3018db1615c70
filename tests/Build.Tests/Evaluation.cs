using System.Collections.Concurrent;
using System.Text.Json;

namespace SessionShare.Build.Tests;

/// <summary>A project as MSBuild sees it for one engine, without building it.</summary>
internal sealed class Evaluation
{
    private static readonly string[] Properties =
        ["OrleansEngine", "OrleansVersion", "BaseIntermediateOutputPath", "IntermediateOutputPath", "OutputPath", "ProjectAssetsFile", "DefineConstants"];

    private static readonly string[] Items = ["ProjectReference", "PackageReference", "PackageVersion", "PackageDownload", "Compile"];

    private static readonly ConcurrentDictionary<(string Project, string Engine), Task<Evaluation>> Known = new();

    private readonly JsonElement _said;

    private Evaluation(string text)
    {
        Text = text;
        _said = JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Everything that was asked for, as MSBuild writes it.</summary>
    public string Text { get; }

    public string this[string property] => _said.GetProperty("Properties").GetProperty(property).GetString()!;

    /// <param name="project">From the checkout's root.</param>
    /// <param name="engine">An engine's name; the published packages for Packages.</param>
    public static Task<Evaluation> Of(string project, string engine) => Known.GetOrAdd((project, engine), _ => Anew(project, engine));

    /// <summary>As <see cref="Of"/>, but never from what was evaluated before.</summary>
    public static async Task<Evaluation> Anew(string project, string engine) => new(await DotNet.Run(
        Checkout.Root,
        "msbuild",
        project,
        $"-p:OrleansEngine={engine}",
        $"-p:OrleansVersion={Checkout.OrleansVersion}",
        "-getProperty:" + string.Join(',', Properties),
        "-getItem:" + string.Join(',', Items)));

    public IReadOnlyList<string> Names(string items) => [.. All(items).Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))];

    /// <summary>Version by package id.</summary>
    public IReadOnlyDictionary<string, Version> Versions(string items) => All(items)
        .ToDictionary(item => item.GetProperty("Identity").GetString()!, item => Number(item.GetProperty("Version").GetString()!), StringComparer.OrdinalIgnoreCase);

    /// <summary>A version's numbers; what stands behind a hyphen is older than none.</summary>
    public static Version Number(string version) => Version.Parse(version.Trim('[', ']').Split('-')[0]);

    private JsonElement.ArrayEnumerator All(string items) => _said.GetProperty("Items").GetProperty(items).EnumerateArray();
}
