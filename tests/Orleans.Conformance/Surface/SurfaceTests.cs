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

    /// <summary>On our own engine there is nothing more to compare with: the package feed lacks these assemblies.</summary>
    [Fact]
    public void Types_of_other_assemblies_say_nothing_else_than_those_of_the_Orleans_that_this_build_runs_on()
    {
        var real = ByName(Assemblies.OfThisBuild.SelectMany(PublicSurface.Of));
        var unknown = Ours.Select(type => type.Name).Where(name => !real.Contains(name));
        var differences = Ours.Where(type => real.Contains(type.Name)).SelectMany(type => Nearest(type, real[type.Name]));
#if ORLEANS_PACKAGES
        unknown.Should().BeEmpty();
#else
        unknown.Should().HaveCount(Ours.Count);
#endif
        differences.Should().BeEmpty();
    }

    private static ILookup<string, TypeShape> ByName(IEnumerable<TypeShape> types) => types.ToLookup(type => type.Name);

    private static List<string> Nearest(TypeShape type, IEnumerable<TypeShape> candidates) =>
        candidates.Select(candidate => type.DifferencesFrom(candidate).ToList()).MinBy(differences => differences.Count)!;
}
