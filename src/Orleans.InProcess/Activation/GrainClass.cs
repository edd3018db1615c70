using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain class: its type name in ids, and how it is constructed.</summary>
internal sealed class GrainClass
{
    private readonly ParameterInfo[] _states;
    private readonly ObjectFactory _construct;

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        _states = [.. ConstructorOf(type).GetParameters().Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))];
        _construct = ActivatorUtilities.CreateFactory(type, [.. _states.Select(parameter => parameter.ParameterType)]);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    [StackTraceHidden]
    public object Construct(Activation activation)
    {
        object?[] states = [.. _states.Select(parameter => PersistentState.Create(parameter, activation))];
        return _construct(activation.ActivationServices, states);
    }

    private static string NameOf(Type type)
    {
        const string Suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static ConstructorInfo ConstructorOf(Type type) => type.GetConstructors() is [var only]
        ? only
        : throw new OrleansConfigurationException($"{type} must have exactly one public constructor.");
}
