using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A request about an enumeration: it interleaves with everything.</summary>
internal sealed class EnumerationCall<TAnswer>(
    GrainId target, string verb, Func<Enumerations, CancellationToken, Task<TAnswer>> work, CancellationToken cancellation)
    : Call<TAnswer>(target, cancellation)
{
    public override bool Interleaves => true;

    public override string ToString() => $"{verb} an enumeration of {Target}";

    protected override Task InvokeAsync(Activation activation) => work(activation.Enumerations, GrainToken);
}
