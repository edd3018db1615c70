namespace Orleans.Conformance.Surface;

/// <summary>The comparison itself, on samples: what it lets pass and what it finds.</summary>
public sealed class ComparisonTests
{
    private const string Samples = "Orleans.Conformance.Surface.";

    private static readonly ILookup<string, TypeShape> Types = PublicSurface.Of(typeof(ComparisonTests).Assembly.Location).ToLookup(type => type.Name);

    [Theory]
    [InlineData("MarkAttribute")]
    [InlineData("ISample`1")]
    [InlineData("Sample")]
    [InlineData("Point")]
    public void Type_that_says_the_same_or_less_differs_in_nothing(string name) => Differences("Same", name).Should().BeEmpty();

    [Theory]
    [InlineData("MarkAttribute", "usage is 'Class'")]
    [InlineData("ISample`1", "generics is '<>'")]
    [InlineData("ISample`1", "right = 3")]
    [InlineData("ISample`1", "!!0 thing")]
    [InlineData("ISample`1", "abstract set")]
    [InlineData("ISample`1", "Extra")]
    [InlineData("Sample", "kind is 'class'")]
    [InlineData("Sample", "base is System.Exception")]
    [InlineData("Sample", "implements System.IAsyncDisposable")]
    [InlineData("Sample", "Limit = 6")]
    [InlineData("Sample", "public System.Void .ctor")]
    [InlineData("Sample", "DisposeAsync")]
    [InlineData("Point", "kind is 'struct'")]
    [InlineData("Point", "set }")]
    public void Type_that_says_something_else_is_found_out(string name, string difference) =>
        Differences("Different", name).Should().Contain(found => found.Contains(difference, StringComparison.Ordinal));

    private static IEnumerable<string> Differences(string where, string name) =>
        Types[$"{Samples}{where}.{name}"].Single().DifferencesFrom(Types[$"{Samples}Original.{name}"].Single());
}
