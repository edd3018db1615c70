using System.Reflection;

namespace Orleans.Conformance.Contracts;

/// <summary>The grain interfaces of an assembly, and the types that their calls, items and states carry, transitively.</summary>
internal sealed class GrainContracts
{
    private readonly HashSet<Type> _carried = [];

    public GrainContracts(IEnumerable<Type> types)
    {
        Type[] all = [.. types];
        Interfaces = [.. all.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))];
        Classes = [.. all.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IGrainBase)))];
        States = [.. Classes.SelectMany(grain => grain.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))
            .Select(parameter => parameter.ParameterType.GetGenericArguments()[0]).Distinct()];

        foreach (var method in Interfaces.SelectMany(MethodsOf))
        {
            foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
                Carry(parameter.ParameterType);
            if (Answer(method.ReturnType) is { } answer)
                Carry(answer);
        }

        foreach (var state in States)
            Carry(state);
    }

    public IReadOnlyList<Type> Interfaces { get; }

    public IReadOnlyList<Type> Classes { get; }

    /// <summary>States of grains: what storage serializes.</summary>
    public IReadOnlyList<Type> States { get; }

    /// <summary>Every type that crosses, those of the framework included, taken apart to their elements.</summary>
    public IReadOnlyCollection<Type> Carried => _carried;

    public static IEnumerable<MethodInfo> MethodsOf(Type grainInterface) => grainInterface.GetMethods();

    /// <summary>The type that a method answers with; null for a method that only ends.</summary>
    /// <exception cref="NotSupportedException">It returns something else than a task or a sequence.</exception>
    public static Type? Answer(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
            return null;
        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        return shape == typeof(Task<>) || shape == typeof(ValueTask<>) || shape == typeof(IAsyncEnumerable<>)
            ? returned.GetGenericArguments()[0]
            : throw new NotSupportedException($"{returned} is neither a task nor an asynchronous sequence.");
    }

    private void Carry(Type type)
    {
        if (type.HasElementType)
        {
            Carry(type.GetElementType()!);
            return;
        }

        if (!_carried.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type))
            return;
        foreach (var argument in type.GetGenericArguments())
            Carry(argument);
        if (SerializerRules.IsOurs(type))
        {
            foreach (var member in SerializerRules.MembersOf(type))
                Carry(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType);
        }
    }
}
