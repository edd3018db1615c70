using System.Diagnostics;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A grain method that returns Task, ValueTask, or one of them with a <typeparamref name="T"/>.</summary>
internal sealed class AnsweredMethod<T>(MethodInfo method) : GrainMethod(method)
{
    private readonly Type _returnType = method.ReturnType;

    public override object Call(Dispatcher dispatcher, GrainId target, object?[] arguments)
    {
        var call = new MethodCall(this, target, arguments);
        call.Send(dispatcher);
        return _returnType == typeof(ValueTask<T>) ? new ValueTask<T>(call.Answer)
            : _returnType == typeof(ValueTask) ? new ValueTask(call.Answer)
            : call.Answer;
    }

    [StackTraceHidden]
    private static Task Normalize(object returned) => returned switch
    {
        Task task => task,
        ValueTask<T> task => Awaited.Here(task),
        ValueTask task => Awaited.Here(task),
        _ => throw new InvalidOperationException("The grain method returned null instead of a task."),
    };

    private sealed class MethodCall(AnsweredMethod<T> method, GrainId target, object?[] arguments)
        : Call<T>(target, method.TokenOf(arguments))
    {
        public override bool Interleaves => method.Interleaves;

        public override string ToString() => $"{method.Name} of {Target}";

        [StackTraceHidden]
        protected override Task InvokeAsync(Activation activation) =>
            Normalize(method.Invoke(activation.GrainInstance!, arguments, GrainToken));
    }
}
