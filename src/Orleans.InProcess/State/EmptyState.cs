using System.Runtime.CompilerServices;

namespace Orleans.InProcess;

/// <summary>
/// A state that was never written: made by the parameterless constructor, or with every field unset where there is none.
/// </summary>
internal static class EmptyState
{
    public static T? Create<T>()
    {
        var type = typeof(T);
        return type.IsValueType || type.IsAbstract || type.IsArray || type == typeof(string) ? default
            : type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(type);
    }
}
