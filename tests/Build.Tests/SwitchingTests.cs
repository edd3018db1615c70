namespace SessionShare.Build.Tests;

/// <summary>Two engines in one checkout: nothing of one is in the other's build, however often a person goes back and forth.</summary>
public sealed class SwitchingTests
{
    private const string InProcess = "InProcess";
    private const string Packages = "Packages";
    private const string Grains = "src/Grains/Grains.csproj";

    [Theory]
    [InlineData(Grains)]
    [InlineData("src/Silo/Silo.csproj")]
    public async Task Each_engine_has_its_own_references_outputs_and_restore(string project)
    {
        var (own, real) = (await Evaluation.Of(project, InProcess), await Evaluation.Of(project, Packages));
        foreach (var path in new[] { "BaseIntermediateOutputPath", "IntermediateOutputPath", "OutputPath", "ProjectAssetsFile" })
        {
            own[path].Should().Contain($"/{InProcess}/").And.NotContain(Packages);
            real[path].Should().Contain($"/{Packages}/").And.NotContain(InProcess);
        }

        own.Names("ProjectReference").Should().Contain(name => name.EndsWith("Orleans.InProcess.csproj", StringComparison.Ordinal));
        own.Names("PackageReference").Should().NotContain(name => name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal));
        real.Names("ProjectReference").Should().NotContain(name => name.EndsWith("Orleans.InProcess.csproj", StringComparison.Ordinal));
        real.Names("PackageReference").Should().Contain(["Microsoft.Orleans.Sdk", "Microsoft.Orleans.Server", "Microsoft.Orleans.Streaming"]);
        own["DefineConstants"].Should().Contain("ORLEANS_INPROCESS").And.NotContain("ORLEANS_PACKAGES");
        real["DefineConstants"].Should().Contain("ORLEANS_PACKAGES").And.NotContain("ORLEANS_INPROCESS");

        // What one engine's build generated is source to neither.
        own.Names("Compile").Concat(real.Names("Compile")).Should().NotContain(name => name.StartsWith("obj/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Going_to_the_other_engine_and_back_changes_nothing()
    {
        var before = await Evaluation.Of(Grains, InProcess);
        await Evaluation.Of(Grains, Packages);
        (await Evaluation.Anew(Grains, InProcess)).Text.Should().Be(before.Text);
    }

    /// <summary>In a copy of the checkout, with the one project that needs neither engine, so that it builds whatever the package feed has.</summary>
    [Fact]
    public async Task Building_for_one_engine_and_then_the_other_leaves_the_first_up_to_date()
    {
        using var copy = new CheckoutCopy("src/Protocol");
        await copy.Build("src/Protocol", InProcess);
        var first = copy.Outputs("src/Protocol", InProcess);
        await copy.Build("src/Protocol", Packages);
        await copy.Build("src/Protocol", InProcess);
        copy.Outputs("src/Protocol", InProcess).Should().BeEquivalentTo(first, "nothing had to be built again");
        copy.Outputs("src/Protocol", Packages).Keys.Should().BeEquivalentTo(first.Keys.Select(name => name.Replace(InProcess, Packages, StringComparison.Ordinal)));
    }
}
