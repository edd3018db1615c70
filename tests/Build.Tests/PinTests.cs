using System.Xml.Linq;

namespace SessionShare.Build.Tests;

/// <summary>
/// On a machine whose feed has everything, Orleans' packages restore beside ours without a downgrade: none of our versions is older than
/// they ask for. Where a partial feed has only an older one, that stands in eng/partial-feed.props, which the published packages never see.
/// </summary>
public sealed class PinTests
{
    /// <summary>Those that every feed we know has; others of the same version are read too where this machine has them.</summary>
    private static readonly string[] Always = ["Microsoft.Orleans.Core.Abstractions", "Microsoft.Orleans.Server", "Microsoft.Orleans.TestingHost"];

    [Fact]
    public async Task No_version_of_ours_is_older_than_Orleans_packages_ask_for()
    {
        var ours = (await Evaluation.Of("src/Silo/Silo.csproj", "Packages")).Versions("PackageVersion");
        var asked = Asked().ToList();
        asked.Select(dependency => dependency.By).Distinct().Should().Contain(Always);
        asked.Should().Contain(dependency => dependency.Id == "Microsoft.Extensions.Hosting", "Orleans' lists are read");
        asked.Where(dependency => ours.TryGetValue(dependency.Id, out var version) && version < dependency.Version)
            .Select(dependency => $"{dependency.Id} is pinned to {ours[dependency.Id]}, {dependency.By} asks for {dependency.Version}").Should().BeEmpty();
    }

    [Fact]
    public async Task Version_that_a_partial_feed_holds_back_stands_in_its_own_file_only()
    {
        var (partial, full) = (await Evaluation.Of("src/Silo/Silo.csproj", "InProcess"), await Evaluation.Of("src/Silo/Silo.csproj", "Packages"));
        var workarounds = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "eng/partial-feed.props"));
        var whole = full.Versions("PackageVersion");
        foreach (var (id, version) in partial.Versions("PackageVersion").Where(pin => pin.Value != whole[pin.Key]))
        {
            version.Should().BeLessThan(whole[id]);
            workarounds.Should().Contain($">{version}<", $"{id} is older with a partial feed");
        }
    }

    private static IEnumerable<Dependency> Asked() => Directory.GetDirectories(Checkout.Packages, "microsoft.orleans.*")
        .Select(folder => Path.Combine(folder, Checkout.OrleansVersion, Path.GetFileName(folder) + ".nuspec")).Where(File.Exists).SelectMany(Read);

    private static IEnumerable<Dependency> Read(string nuspec)
    {
        var package = XDocument.Load(nuspec).Root!;
        var space = package.Name.Namespace;
        var id = package.Element(space + "metadata")!.Element(space + "id")!.Value;
        return package.Descendants(space + "group").Where(group => (string?)group.Attribute("targetFramework") == "net10.0").Elements(space + "dependency")
            .Select(dependency => new Dependency(id, (string)dependency.Attribute("id")!, Evaluation.Number((string)dependency.Attribute("version")!)));
    }

    private sealed record Dependency(string By, string Id, Version Version);
}
