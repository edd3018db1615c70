namespace Orleans.Runtime;

/// <summary>Asks for an <see cref="IPersistentState{TState}"/> in a grain's constructor.</summary>
/// <param name="stateName">Names the state within the grain.</param>
/// <param name="storageName">Names the provider; null for the default one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    public string? StorageName { get; } = storageName;
}
