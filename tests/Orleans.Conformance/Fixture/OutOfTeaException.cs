namespace Orleans.Conformance;

/// <summary>A failure of a grain of ours, with a member of its own.</summary>
[GenerateSerializer, Alias("conformance.out-of-tea")]
public sealed class OutOfTeaException(int pots) : Exception($"{pots} pots are empty")
{
    [Id(0)]
    public int Pots { get; } = pots;
}
