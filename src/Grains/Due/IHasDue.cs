namespace SessionShare.Grains.Due;

/// <summary>
/// A grain's stored state that knows when something must next happen to it, whether or not anybody calls the grain. Grain storage keeps that moment beside the
/// state, where <see cref="IDueGrains"/> finds it.
/// </summary>
public interface IHasDue
{
    /// <summary>When the grain must be woken at the latest; null when nothing is due.</summary>
    DateTimeOffset? NextDue { get; }
}
