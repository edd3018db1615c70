namespace SessionShare.Simulation;

/// <summary>Something does not hold.</summary>
/// <param name="invariant">What should hold, always in the same words.</param>
/// <param name="seen">What was seen.</param>
internal sealed class InvariantException(string invariant, string seen) : Exception($"{invariant}: {seen}")
{
    public string Invariant => invariant;
}
