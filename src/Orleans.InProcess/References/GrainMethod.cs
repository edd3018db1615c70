using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A method of a grain interface: how it is called, and how a grain runs it. Made once per method.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    private readonly MethodInvoker _invoker = MethodInvoker.Create(method);
    private readonly int _tokenIndex = Array.FindIndex(method.GetParameters(), p => p.ParameterType == typeof(CancellationToken));

    public bool Interleaves { get; } = method.IsDefined(typeof(AlwaysInterleaveAttribute));

    public string Name { get; } = $"{method.DeclaringType!.Name}.{method.Name}";

    public static GrainMethod For(MethodInfo method) => Known.GetOrAdd(method, Create);

    /// <summary>Sends the call; returns what the interface method returns.</summary>
    public abstract object Call(Dispatcher dispatcher, GrainId target, object?[] arguments);

    /// <summary>Runs the method on a grain, with the grain's own token in place of the caller's.</summary>
    [StackTraceHidden]
    public object Invoke(object grain, object?[] arguments, CancellationToken token)
    {
        if (_tokenIndex < 0)
        {
            return _invoker.Invoke(grain, arguments.AsSpan())!;
        }

        object?[] own = [.. arguments];
        own[_tokenIndex] = token;
        return _invoker.Invoke(grain, own.AsSpan())!;
    }

    protected CancellationToken TokenOf(object?[] arguments) => _tokenIndex < 0 ? default : (CancellationToken)arguments[_tokenIndex]!;

    private static GrainMethod Create(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return new AnsweredMethod<object?>(method);
        }

        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var kind = shape == typeof(Task<>) || shape == typeof(ValueTask<>) ? typeof(AnsweredMethod<>)
            : shape == typeof(IAsyncEnumerable<>) ? typeof(EnumerableMethod<>)
            : throw new OrleansConfigurationException(
                $"{method} of {method.DeclaringType} returns neither a task nor an asynchronous sequence.");
        return (GrainMethod)Activator.CreateInstance(kind.MakeGenericType(returned.GetGenericArguments()), method)!;
    }
}
