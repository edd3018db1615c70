using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Conformance.Contracts;

/// <summary>
/// What Orleans' serializer and our own rule of immutable contracts ask of a type that crosses a grain's boundary, each broken rule as a sentence.
/// On our own engine nothing is serialized, so nothing else would say so before a build on real Orleans.
/// </summary>
internal static class SerializerRules
{
    /// <summary>Types of the framework that Orleans has serializers for and that we allow in calls and items: none can be changed by its receiver.</summary>
    private static readonly HashSet<Type> Framework =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(char),
        typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan),
        typeof(DateOnly), typeof(TimeOnly), typeof(Uri), typeof(Nullable<>), typeof(ReadOnlyMemory<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>),
    ];

    /// <summary>Types that states may also hold: a state is its grain's alone.</summary>
    private static readonly HashSet<Type> InStates = [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>)];

    public static bool IsOurs(Type type) => !type.IsEnum && !type.IsInterface && (type.Assembly.GetName().Name!.StartsWith("SessionShare.", StringComparison.Ordinal));

    /// <summary>The members that hold a type's value: fields, and properties that are stored. What a base of the framework holds is its own affair.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var at = type; at is not null && IsOurs(at); at = at.BaseType)
        {
            var fields = at.GetFields(Own);
            foreach (var field in fields.Where(field => !field.IsDefined(typeof(CompilerGeneratedAttribute))))
                yield return field;
            foreach (var property in at.GetProperties(Own).Where(property => fields.Any(field => field.Name == $"<{property.Name}>k__BackingField")))
                yield return property;
        }
    }

    public static IEnumerable<string> BrokenBy(Type type, bool isState)
    {
        if (type.IsEnum || type.IsAssignableTo(typeof(IGrain)))
            return [];
        if (!IsOurs(type))
            return Framework.Contains(type) || (isState && InStates.Contains(type)) ? [] : [$"{type} is of no kind that contracts may carry"];
        return BrokenByOurs(type, isState);
    }

    /// <summary>Exceptions cross by their base members, and typed, without more ado; what they hold themselves needs a serializer.</summary>
    public static IEnumerable<string> BrokenByException(Type type)
    {
        if (!type.Name.EndsWith("Exception", StringComparison.Ordinal))
            yield return $"{type} does not end in Exception, so Orleans would refuse to bring it back";
        if (MembersOf(type).Any())
        {
            foreach (var broken in NumbersAndNames(type))
                yield return broken;
        }
    }

    private static IEnumerable<string> BrokenByOurs(Type type, bool isState)
    {
        foreach (var broken in NumbersAndNames(type))
            yield return broken;
        if (isState)
            yield break;
        if (!type.IsDefined(typeof(ImmutableAttribute)))
            yield return $"{type} lacks [Immutable]";
        if (!IsRecord(type) || !(type.IsSealed || type.IsAbstract) || (type.IsValueType && !type.IsDefined(typeof(IsReadOnlyAttribute))))
            yield return $"{type} is neither a sealed record nor a readonly record struct";
        foreach (var member in MembersOf(type).Where(CanChange))
            yield return $"{type}.{member.Name} can be changed after it was made";
    }

    private static IEnumerable<string> NumbersAndNames(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            yield return $"{type} lacks [GenerateSerializer]";
        if (!type.IsDefined(typeof(AliasAttribute), inherit: false))
            yield return $"{type} lacks [Alias]";
        foreach (var member in MembersOf(type).Where(member => !member.IsDefined(typeof(IdAttribute))))
            yield return $"{type}.{member.Name} lacks [Id]";
        foreach (var twice in MembersOf(type).Where(member => member.IsDefined(typeof(IdAttribute)))
            .GroupBy(member => (member.DeclaringType, member.GetCustomAttribute<IdAttribute>()!.Id)).Where(group => group.Count() > 1))
        {
            yield return $"{type} gives [Id({twice.Key.Id})] to {string.Join(" and ", twice.Select(member => member.Name))}";
        }
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is { } printing && printing.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool CanChange(MemberInfo member) => member switch
    {
        FieldInfo field => !field.IsInitOnly,
        PropertyInfo { SetMethod: { } set } => !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
        _ => false,
    };
}
