using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Stands for a grain: a proxy, made at run time, whose calls go to the grain's activation. Two references to one grain are equal.
/// </summary>
#pragma warning disable CA1852 // The proxy derives from it at run time.
internal class GrainReference : DispatchProxy, IAddressable
{
    private Dispatcher _dispatcher = null!;

    public GrainId GrainId { get; private set; }

    public static TGrainInterface Create<TGrainInterface>(Dispatcher dispatcher, GrainId grainId)
    {
        var proxy = DispatchProxy.Create<TGrainInterface, GrainReference>()!;
        var reference = (GrainReference)(object)proxy;
        reference._dispatcher = dispatcher;
        reference.GrainId = grainId;
        return proxy;
    }

    public override bool Equals(object? obj) => obj is GrainReference other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"reference to {GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.For(targetMethod!).Call(_dispatcher, GrainId, args ?? []);
}
