using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain method that returns an asynchronous sequence. Calling it sends nothing; enumerating does.</summary>
internal sealed class EnumerableMethod<T>(MethodInfo method) : GrainMethod(method)
{
    public override object Call(Dispatcher dispatcher, GrainId target, object?[] arguments) =>
        new RemoteSequence<T>(this, dispatcher, target, arguments, TokenOf(arguments));

    public IAsyncEnumerable<T> Start(object grain, object?[] arguments, CancellationToken token) =>
        (IAsyncEnumerable<T>)Invoke(grain, arguments, token);
}
