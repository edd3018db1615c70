using Orleans.InProcess;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            Grain instance => instance.GrainId,
            GrainReference reference => reference.GrainId,
            IGrainBase instance => instance.GrainContext.GrainId,
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
        };
    }

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();
}
