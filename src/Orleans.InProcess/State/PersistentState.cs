using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>A state that a grain's constructor asked for.</summary>
internal abstract class PersistentState
{
    public static PersistentState Create(ParameterInfo parameter, Activation activation)
    {
        var asked = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"{parameter.Member.DeclaringType} asks for state \"{asked.StateName}\" not as IPersistentState<T>.");
        }

        var kind = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments());
        var state = (PersistentState)Activator.CreateInstance(kind, asked.StateName, activation.GrainId, ProviderOf(asked, activation))!;
        activation.AddState(state);
        return state;
    }

    /// <summary>The read that precedes OnActivateAsync.</summary>
    public abstract Task ReadOnActivationAsync();

    private static IGrainStorage ProviderOf(PersistentStateAttribute asked, Activation activation) =>
        (string.IsNullOrWhiteSpace(asked.StorageName)
            ? activation.ActivationServices.GetService<IGrainStorage>()
            : activation.ActivationServices.GetKeyedService<IGrainStorage>(asked.StorageName))
        ?? throw new OrleansConfigurationException(
            $"There is no grain storage named \"{asked.StorageName ?? "Default"}\", which {activation.GrainId} asks for.");
}
