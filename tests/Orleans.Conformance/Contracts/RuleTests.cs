#pragma warning disable CA1819 // A sample of what is not allowed.
namespace Orleans.Conformance.Contracts;

/// <summary>The rules themselves, on types that break them.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData(typeof(Good))]
    [InlineData(typeof(GoodStruct))]
    [InlineData(typeof(DayOfWeek))]
    [InlineData(typeof(string))]
    public void Type_that_keeps_the_rules_breaks_none(Type type) => SerializerRules.BrokenBy(type, isState: false).Should().BeEmpty();

    [Theory]
    [InlineData(typeof(Bare), "lacks [GenerateSerializer]")]
    [InlineData(typeof(Bare), "lacks [Alias]")]
    [InlineData(typeof(Bare), "lacks [Immutable]")]
    [InlineData(typeof(Bare), "Value lacks [Id]")]
    [InlineData(typeof(Twice), "gives [Id(0)] to Left and Right")]
    [InlineData(typeof(Changing), "Value can be changed")]
    [InlineData(typeof(Hidden), "_hidden lacks [Id]")]
    [InlineData(typeof(NoRecord), "neither a sealed record")]
    [InlineData(typeof(Open), "neither a sealed record")]
    [InlineData(typeof(List<>), "of no kind that contracts may carry")]
    [InlineData(typeof(object), "of no kind that contracts may carry")]
    [InlineData(typeof(Task), "of no kind that contracts may carry")]
    public void Broken_rule_is_named_with_its_type(Type type, string rule) =>
        SerializerRules.BrokenBy(type, isState: false).Should().Contain(broken => broken.Contains(rule, StringComparison.Ordinal) && broken.Contains(type.Name, StringComparison.Ordinal));

    [Fact]
    public void Exception_with_members_needs_a_serializer_and_one_without_does_not()
    {
        SerializerRules.BrokenByException(typeof(OutOfTeaException)).Should().BeEmpty();
        SerializerRules.BrokenByException(typeof(PlainException)).Should().BeEmpty();
        SerializerRules.BrokenByException(typeof(LadenException)).Should().Contain(broken => broken.Contains("Value lacks [Id]", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_member_of_an_item_holds_is_carried_too()
    {
        var carried = new GrainContracts([typeof(ISampleGrain)]).Carried;
        carried.Should().BeEquivalentTo([typeof(Good), typeof(GoodStruct), typeof(Nullable<>), typeof(int), typeof(string)]);
    }

    public interface ISampleGrain : IGrainWithStringKey
    {
        IAsyncEnumerable<Good[]> Items(CancellationToken cancellationToken);
    }

    [GenerateSerializer, Immutable, Alias("conformance.good")]
    public sealed record Good([property: Id(0)] GoodStruct? Value, [property: Id(1)] string[] Names)
    {
        public int Computed => Names.Length;
    }

    [GenerateSerializer, Immutable, Alias("conformance.good-struct")]
    public readonly record struct GoodStruct([property: Id(0)] int Value);

    public sealed record Bare(int Value);

    [GenerateSerializer, Immutable, Alias("conformance.open")]
    public record Open([property: Id(0)] int Value);

    private sealed record Twice([property: Id(0)] int Left, [property: Id(0)] int Right);

    private sealed record Changing
    {
        [Id(0)]
        public int Value { get; set; }
    }

    private sealed record Hidden(int Given)
    {
        private readonly int _hidden = Given;

        public int Shown => _hidden;
    }

    private sealed class NoRecord;

    private sealed class PlainException() : Exception("plain");

    private sealed class LadenException(int value) : Exception("laden")
    {
        public int Value { get; } = value;
    }
}
