using System.Net;

namespace SessionShare.Silo.Cluster;

/// <summary>What an operator is told of the cluster.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo {Silo} is gone: {Endpoint} refuses connections. Its sessions are taken over.")]
    public static partial void SiloGone(ILogger logger, string silo, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "The silo {Silo} is gone, and the membership could not be told so; tried again.")]
    public static partial void NotTold(ILogger logger, string silo, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet ({Why}). Trying on.")]
    public static partial void NoSiloYet(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "None of the {Count} silos in the membership can be reached. Trying on.")]
    public static partial void AllLost(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} silos can be reached.")]
    public static partial void Reached(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo at {Endpoint} was lost; what was asked of it is asked again.")]
    public static partial void SiloLost(ILogger logger, IPEndPoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of silos can't be read; the last one is used.")]
    public static partial void ListUnreadable(ILogger logger, Exception fault);
}
