using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Finds the class behind a grain interface among the loaded assemblies that know that interface.</summary>
internal sealed class GrainClasses
{
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();
    private readonly ConcurrentDictionary<Type, GrainClass> _byClass = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _byGrainType = new();

    public GrainClass Implementing(Type grainInterface, string? prefix) => _byInterface.GetOrAdd((grainInterface, prefix), Find);

    public GrainClass OfType(GrainType grainType) => _byGrainType[grainType];

    private GrainClass Find((Type Interface, string? Prefix) wanted)
    {
        var (grainInterface, prefix) = wanted;
        var known = AssembliesKnowing(grainInterface.Assembly).SelectMany(TypesOf);
        Type[] candidates = [.. known.Where(type => IsGrainClass(type, grainInterface, prefix)).OrderBy(type => type.FullName)];
        return candidates switch
        {
            [var only] => _byClass.GetOrAdd(only, Register),
            [] => throw new ArgumentException($"No grain class implements {grainInterface}."),
            _ => throw new ArgumentException(
                $"{grainInterface} is implemented by {string.Join(", ", candidates.AsEnumerable())}: say which by a prefix."),
        };
    }

    private static bool IsGrainClass(Type type, Type grainInterface, string? prefix) =>
        type is { IsClass: true, IsAbstract: false }
        && type.IsAssignableTo(typeof(IGrainBase))
        && type.IsAssignableTo(grainInterface)
        && (prefix is null || type.FullName!.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<Assembly> AssembliesKnowing(Assembly declaring)
    {
        var name = declaring.GetName().Name;
        return AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic
                && (assembly == declaring || assembly.GetReferencedAssemblies().Any(reference => reference.Name == name)));
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partial)
        {
            return partial.Types.OfType<Type>();
        }
    }

    private GrainClass Register(Type type)
    {
        var grainClass = new GrainClass(type);
        var known = _byGrainType.GetOrAdd(grainClass.GrainType, grainClass);
        return known.Type == type ? grainClass
            : throw new ArgumentException($"{type} and {known.Type} have the same grain type {grainClass.GrainType}.");
    }
}
