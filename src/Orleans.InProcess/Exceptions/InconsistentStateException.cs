using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// A write was refused because the stored state is not the one that the writer last saw.
/// When it leaves a grain method, that activation is deactivated, so that the next call reads the state anew.
/// </summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg) => (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>What storage holds.</summary>
    public string? StoredEtag { get; private set; }

    /// <summary>What the writer thought it holds.</summary>
    public string? CurrentEtag { get; private set; }

    /// <summary>True until it has ended the activation that it came from; a grain that merely passes it on stays.</summary>
    internal bool EndsActivation { get; set; } = true;

    public override string ToString() =>
        $"{nameof(InconsistentStateException)}: {Message} stored etag={StoredEtag} current etag={CurrentEtag} {InnerException}";
}
