namespace SessionShare.Grains.Due;

/// <summary>Finds the grains whose stored state says that something is due.</summary>
public interface IDueGrains
{
    /// <summary>
    /// Keys of grains whose state of that name is due at <paramref name="now"/>, the earliest first, at most <paramref name="count"/>. A key may be answered whose grain has
    /// nothing to do (any more); none that has is left out for long. May fail with any exception when the store can't be reached.
    /// </summary>
    Task<IReadOnlyList<string>> Due(string stateName, DateTimeOffset now, int count, CancellationToken cancellationToken);
}
