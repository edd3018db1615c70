using System.Reflection;
using Orleans.Concurrency;
using SessionShare.Grains.Sessions;
using SessionShare.Storage;

namespace Orleans.Conformance.Contracts;

/// <summary>Every type that crosses a grain's boundary in src/Grains has what Orleans' serializer needs.</summary>
public sealed class ContractTests
{
    private static readonly Assembly Grains = typeof(ISessionGrain).Assembly;
    private static readonly GrainContracts Contracts = new(Grains.GetTypes());

    [Fact]
    public void Types_of_calls_answers_and_items_are_immutable_and_numbered_and_named()
    {
        var states = new GrainContracts(Contracts.Classes).Carried;
        var ofCalls = new GrainContracts(Contracts.Interfaces).Carried;
        ofCalls.Should().Contain(typeof(WatchEvent)).And.Contain(typeof(AppendCall)).And.Contain(typeof(RunValue), "it is a member of an item");
        ofCalls.SelectMany(type => SerializerRules.BrokenBy(type, isState: false)).Should().BeEmpty();
        states.Should().Contain(typeof(SessionState));
        states.Except(ofCalls).SelectMany(type => SerializerRules.BrokenBy(type, isState: true)).Should().BeEmpty();
    }

    [Fact]
    public void Exceptions_that_can_leave_a_grain_come_back_whole()
    {
        var own = new[] { Grains, typeof(SqliteStorageException).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsAssignableTo(typeof(Exception))).ToList();
        own.Should().Contain(typeof(SqliteStorageException));
        own.SelectMany(SerializerRules.BrokenByException).Should().BeEmpty();
    }

    [Fact]
    public void Interfaces_and_their_methods_have_names_of_their_own()
    {
        Contracts.Interfaces.Should().NotBeEmpty();
        Contracts.Interfaces.SelectMany(type => type.GetCustomAttributes<AliasAttribute>().DefaultIfEmpty(null)).Should().NotContainNulls("each interface has an [Alias]");
        foreach (var type in Contracts.Interfaces)
        {
            var names = GrainContracts.MethodsOf(type).Select(method => method.GetCustomAttribute<AliasAttribute>()?.Alias).ToList();
            names.Should().NotContainNulls($"each method of {type.Name} has an [Alias]").And.OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void No_two_types_or_interfaces_have_the_same_name() =>
        Grains.GetTypes().SelectMany(type => type.GetCustomAttributes<AliasAttribute>(inherit: false)).Select(attribute => attribute.Alias)
            .Should().NotBeEmpty().And.OnlyHaveUniqueItems();

    /// <summary>Orleans reads them from the interface; on a class they would be read by nobody.</summary>
    [Fact]
    public void What_interleaves_is_said_on_interfaces_and_never_on_classes() =>
        Contracts.Classes.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.IsDefined(typeof(AlwaysInterleaveAttribute))).Should().BeEmpty();

    /// <summary>Orleans' generator knows a type by the assembly's references; a contract of another assembly of ours would be missed.</summary>
    [Fact]
    public void Contract_types_live_beside_the_grains() =>
        Contracts.Carried.Where(SerializerRules.IsOurs).Select(type => type.Assembly).Distinct().Should().Equal(Grains);
}
