namespace Orleans.Conformance.Surface;

/// <summary>
/// What our engine shows of Orleans' API is Orleans' API, or less. Nullable annotations are not compared: they bind no caller.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly IReadOnlyList<TypeShape> Ours =
        [.. PublicSurface.Of(Assemblies.Ours).Where(type => !type.Name.StartsWith("Orleans.InProcess.", StringComparison.Ordinal))];

    [Fact]
    public void Our_public_types_are_those_of_the_published_abstractions_and_say_nothing_else()
    {
        var published = ByName(PublicSurface.Of(Assemblies.Published));
        var known = Ours.Where(type => published.Contains(type.Name)).ToList();
        known.Should().NotBeEmpty();
        known.SelectMany(type => type.DifferencesFrom(published[type.Name].Single())).Should().BeEmpty();
    }

    [Fact]
    public void Every_other_public_type_is_listed_by_name_with_the_assembly_of_Orleans_that_has_it()
    {
        var published = ByName(PublicSurface.Of(Assemblies.Published));
        Ours.Select(type => type.Name).Where(name => !published.Contains(name)).Should().BeEquivalentTo(Elsewhere.AssemblyOf.Keys);
    }

    /// <summary>
    /// On our own engine nothing is there to compare with: the package feed lacks these assemblies. Then this test says no more than that no
    /// assembly of Orleans has come into the build.
    /// </summary>
    [Fact]
    public void Types_of_other_assemblies_say_nothing_else_than_those_of_the_Orleans_that_this_build_runs_on()
    {
#if ORLEANS_PACKAGES
        foreach (var (name, assembly) in Elsewhere.AssemblyOf)
        {
            var real = PublicSurface.Of(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")).Where(type => type.Name == name);
            Ours.Single(type => type.Name == name).DifferencesFrom(real.Single()).Should().BeEmpty();
        }
#else
        Assemblies.OfThisBuild.Should().BeEmpty();
#endif
    }

    private static ILookup<string, TypeShape> ByName(IEnumerable<TypeShape> types) => types.ToLookup(type => type.Name);
}
