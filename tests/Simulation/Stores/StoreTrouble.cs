namespace SessionShare.Simulation;

/// <summary>What is wrong with the stores for a while.</summary>
internal enum StoreTrouble
{
    /// <summary>Nothing: an operation takes some milliseconds.</summary>
    None,

    /// <summary>It takes up to two seconds.</summary>
    Slow,

    /// <summary>Most operations fail, and nothing is done.</summary>
    Fails,

    /// <summary>Every second operation is done, and answered as failed.</summary>
    Lies,

    /// <summary>Slow, failing and lying by turns.</summary>
    Everything,
}
